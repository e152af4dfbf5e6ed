import CEditLine
import Engine
import Glibc

/// Characters as they are typed, and the signals that come between them.
///
/// The editor's callbacks reach nothing but globals; all of this runs on the main thread.
enum Keyboard {
    nonisolated(unsafe) static var wakeDescriptor: Int32 = -1
    /// Bytes that were read ahead: typed behind a Ctrl-C, or looked at and not meant.
    nonisolated(unsafe) private static var leftOver: [UInt8] = []
    /// Whether the terminal says that what comes is pasted and not typed.
    nonisolated(unsafe) private static var isPasting = false

    /// What a terminal is told to mark pastes, and to stop.
    static let marksPastes = (on: "\u{1b}[?2004h", off: "\u{1b}[?2004l")
    private static let pasteStart = Array("\u{1b}[200~".utf8)
    private static let pasteEnd = Array("\u{1b}[201~".utf8)

    /// The next character: 1 where there is one, 0 at the end of the input and where a Ctrl-C came.
    static func read(_ editor: OpaquePointer?, _ character: UnsafeMutablePointer<wchar_t>?) -> Int32 {
        guard let byte = nextKey(editor) else {
            isPasting = false
            return 0
        }
        var bytes = [byte]
        let length = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf8 ? 4 : 1
        while bytes.count < length, let more = nextByte(editor) { bytes.append(more) }
        let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first?.value ?? 0xfffd
        character?.pointee = wchar_t(truncatingIfNeeded: scalar)
        return 1
    }

    /// As `nextByte`, without the marks of a paste, in which Tab is white space and completes nothing.
    private static func nextKey(_ editor: OpaquePointer?) -> UInt8? {
        while let byte = nextByte(editor) {
            if byte == UInt8(ascii: "\t"), isPasting { return UInt8(ascii: " ") }
            guard byte == pasteStart[0], isWaiting else { return byte }
            let mark = isPasting ? pasteEnd : pasteStart
            var seen = [byte]
            while seen.count < mark.count, seen.elementsEqual(mark.prefix(seen.count)), let more = nextByte(editor) {
                seen.append(more)
            }
            guard seen == mark else {
                leftOver = seen.dropFirst() + leftOver
                return byte
            }
            isPasting.toggle()
        }
        return nil
    }

    /// Whether more has been typed already: a mark comes at once, an Escape that a person presses alone.
    private static var isWaiting: Bool {
        if !leftOver.isEmpty { return true }
        var source = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        return poll(&source, 1, 0) > 0
    }

    private static func nextByte(_ editor: OpaquePointer?) -> UInt8? {
        while true {
            // A Ctrl-C is left for the reader of the line to see.
            if Control.interrupt.load(ordering: .relaxed) { return nil }
            if !leftOver.isEmpty { return leftOver.removeFirst() }
            if Signals.isResized.exchange(false, ordering: .relaxed) {
                el_resize(editor)
                zhol_edit_redraw(editor)
            }
            if Signals.isContinued.exchange(false, ordering: .relaxed) { zhol_edit_take_terminal(editor) }
            var sources = [
                pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wakeDescriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&sources, 2, -1) > 0 else {
                if errno == EINTR { continue }
                return nil
            }
            if sources[1].revents != 0 {
                drain()
                continue
            }
            var byte: UInt8 = 0
            let count = Glibc.read(0, &byte, 1)
            if count == 1 {
                guard Control.interrupt.load(ordering: .relaxed) else { return byte }
                // The terminal dropped what was typed before the Ctrl-C.
                leftOver.append(byte)
                return nil
            }
            if count < 0, errno == EINTR { continue }
            return nil
        }
    }

    private static func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while Glibc.read(wakeDescriptor, &bytes, bytes.count) > 0 {}
    }
}
