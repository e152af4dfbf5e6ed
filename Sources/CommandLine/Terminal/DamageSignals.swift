import Glibc
import Store

/// Signals that a damaged store can lead to. LMDB follows what stands in the pages of a file: what leads beyond the
/// file, or contradicts itself, ends the program with a message that names the store.
///
/// A fault anywhere else, and an abort for any other reason, is a defect of the program and ends it as it would without
/// this.
enum DamageSignals {
    /// What each signal did before.
    nonisolated(unsafe) private static let previous = {
        let actions = UnsafeMutablePointer<sigaction>.allocate(capacity: 32)
        actions.initialize(repeating: sigaction(), count: 32)
        return actions
    }()

    static func install() {
        // A thread whose stack is full has none for a handler.
        let bytes = 1 << 16
        var stack = stack_t()
        stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16)
        stack.ss_size = bytes
        sigaltstack(&stack, nil)
        for number in [SIGSEGV, SIGBUS] {
            handle(number) { number, information, context in
                // Where it was sent by a process, there is no address, and nothing that will be repeated.
                guard let information, information.pointee.si_code > 0 else {
                    DamageSignals.end(number, nil)
                    raise(number)
                    return
                }
                let address = UInt(bitPattern: information.pointee._sifields._sigfault.si_addr)
                DamageSignals.end(number, Store.damagedPath(at: address, by: DamageSignals.instruction(context)))
            }
        }
        handle(SIGABRT) { number, _, _ in
            DamageSignals.end(number, Store.damagedPath(at: 0))
            raise(number)
        }
    }

    /// The address of the instruction that a signal has interrupted; 1, where no code lies, if it is not known.
    private static func instruction(_ context: UnsafeMutableRawPointer?) -> UInt {
        guard let context else { return 1 }
        let registers = context.assumingMemoryBound(to: ucontext_t.self).pointee.uc_mcontext
        #if arch(x86_64)
            // REG_RIP.
            return UInt(bitPattern: Int(registers.gregs.16))
        #elseif arch(arm64)
            return UInt(registers.pc)
        #else
            return 1
        #endif
    }

    /// Ends the program where a store is to blame; else lets the signal do what it did before: the instruction is
    /// repeated, and an abort goes on.
    private static func end(_ number: Int32, _ path: UnsafeBufferPointer<UInt8>?) {
        guard let path else {
            sigaction(number, previous + Int(number), nil)
            return
        }
        say("error: the store '")
        write(2, path.baseAddress, path.count)
        say("' is damaged or was cut short: 'zhol verify' tells more\n")
        _exit(69)
    }

    private static func say(_ text: StaticString) { write(2, text.utf8Start, text.utf8CodeUnitCount) }

    private static func handle(
        _ number: Int32,
        _ handler: @escaping @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?) -> Void
    ) {
        var action = sigaction()
        action.__sigaction_handler.sa_sigaction = handler
        action.sa_flags = SA_SIGINFO | SA_ONSTACK
        sigaction(number, &action, previous + Int(number))
        // A parent may have started the program with its signals held back, as thread pools do.
        var mask = sigset_t()
        sigemptyset(&mask)
        sigaddset(&mask, number)
        pthread_sigmask(SIG_UNBLOCK, &mask, nil)
    }
}
