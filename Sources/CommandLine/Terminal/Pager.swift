import Engine
import Formats
import Glibc

/// Shows what is longer than the terminal in a program made for it: `$PAGER`, else `less -FRSX`.
final class Pager {
    private let command: String?
    private var process: pid_t = 0
    private var input: Int32 = -1

    init(isAllowed: Bool) { command = isAllowed && Terminal.isTerminal(1) ? Pager.command() : nil }

    /// Where the output goes whose first piece is given: to the pager where it does not fit the terminal.
    func destination(for piece: [UInt8]) -> Int32 {
        guard let command else { return 1 }
        let lines = piece.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        guard lines >= Terminal.height(1), start(command) else { return 1 }
        return input
    }

    /// Waits until the user has seen enough.
    func finish() {
        guard process > 0 else { return }
        close(input)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        process = 0
        Signals.isPaging.store(false, ordering: .relaxed)
        Signals.clearInterrupt()
    }

    private static func command() -> String? {
        if let chosen = Terminal.environment("PAGER") { return chosen == "cat" ? nil : chosen }
        let folders = (Terminal.environment("PATH") ?? "/usr/bin:/bin").split(separator: ":")
        return folders.contains { access("\($0)/less", X_OK) == 0 } ? "less -FRSX" : nil
    }

    private func start(_ command: String) -> Bool {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return false }
        defer { close(ends[0]) }
        _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
        setenv("LESSCHARSET", "utf-8", 0)
        // Who does not know less must see the way out.
        setenv("LESS", "-Psspace turns the page, q goes back", 0)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var ignored = sigset_t()
        sigemptyset(&ignored)
        sigaddset(&ignored, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &ignored)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let words: [UnsafeMutablePointer<CChar>?] = ["sh", "-c", command].map { (word: String) in strdup(word) }
        defer { for word in words { free(word) } }
        // From here on Ctrl-C is the pager's.
        Signals.isPaging.store(true, ordering: .relaxed)
        guard posix_spawn(&process, "/bin/sh", &actions, &attributes, words + [nil], environ) == 0 else {
            Signals.isPaging.store(false, ordering: .relaxed)
            process = 0
            close(ends[1])
            return false
        }
        input = ends[1]
        return true
    }
}
