import Engine
import Glibc
import Store
import Synchronization

/// What the program does with signals: Ctrl-C stops what runs, a closed pipe is an ordinary error.
///
/// The handler only stores to atomics and writes a byte to a pipe; that pipe wakes the line editor, whichever thread
/// the system gave the signal to, so that no Ctrl-C falls between two steps.
enum Signals {
    /// Whether a prompt is open: then Ctrl-C never ends the program at once.
    static let hasSession = Atomic<Bool>(false)
    /// `SIGTERM` or `SIGHUP` came: the prompt ends as at the end of its input.
    static let wantsEnd = Atomic<Bool>(false)
    /// A pager has the terminal, and Ctrl-C is its own.
    static let isPaging = Atomic<Bool>(false)
    /// The terminal has another size.
    static let isResized = Atomic<Bool>(false)
    /// The program was stopped and goes on.
    static let isContinued = Atomic<Bool>(false)

    /// Presses of Ctrl-C that nothing has served yet.
    private static let presses = Atomic<Int>(0)
    private static let wakeDescriptor = Atomic<Int32>(-1)

    /// Presses after which a prompt gives up on what runs and ends.
    private static let patience = 5

    static func install() {
        signal(SIGPIPE, SIG_IGN)
        handle(SIGINT) { _ in
            if Signals.isPaging.load(ordering: .relaxed) { return }
            Control.interrupt.store(true, ordering: .relaxed)
            let count = Signals.presses.add(1, ordering: .relaxed).newValue
            if count > (Signals.hasSession.load(ordering: .relaxed) ? Signals.patience : 1) { _exit(130) }
            Signals.wake()
        }
        DamageSignals.install()
    }

    /// Starts a session at a terminal; the descriptor becomes readable at each signal.
    static func beginSession() -> Int32 {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return -1 }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        wakeDescriptor.store(ends[1], ordering: .relaxed)
        hasSession.store(true, ordering: .relaxed)
        handle(SIGWINCH) { _ in
            Signals.isResized.store(true, ordering: .relaxed)
            Signals.wake()
        }
        handle(SIGCONT) { _ in
            Signals.isContinued.store(true, ordering: .relaxed)
            Signals.wake()
        }
        for number in [SIGTERM, SIGHUP] {
            handle(number) { _ in
                Signals.wantsEnd.store(true, ordering: .relaxed)
                Control.interrupt.store(true, ordering: .relaxed)
                Signals.wake()
            }
        }
        return ends[0]
    }

    /// Whether a Ctrl-C came that nothing has served.
    static var isInterrupted: Bool { Control.interrupt.load(ordering: .relaxed) }

    /// Forgets a Ctrl-C that was served, or that met nothing to stop.
    static func clearInterrupt() {
        presses.store(0, ordering: .relaxed)
        if !wantsEnd.load(ordering: .relaxed) { Control.interrupt.store(false, ordering: .relaxed) }
    }

    private static func wake() {
        let descriptor = wakeDescriptor.load(ordering: .relaxed)
        guard descriptor >= 0 else { return }
        let saved = errno
        var byte: UInt8 = 0
        write(descriptor, &byte, 1)
        errno = saved
    }

    private static func handle(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        sigaction(number, &action, nil)
        // A parent may have started the program with its signals held back, as thread pools do.
        var mask = sigset_t()
        sigemptyset(&mask)
        sigaddset(&mask, number)
        pthread_sigmask(SIG_UNBLOCK, &mask, nil)
    }
}
