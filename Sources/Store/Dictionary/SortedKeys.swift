/// Sorted text keys with their numbers, in one piece of memory.
final class SortedKeys {
    private let bytes = RawBuffer<UInt8>()
    private let ends = RawBuffer<Int>()
    private let numbers = RawBuffer<UInt64>()

    deinit {
        bytes.deallocate()
        ends.deallocate()
        numbers.deallocate()
    }

    var count: Int { ends.count }

    /// The key of a row, valid until the next is appended.
    subscript(row: Int) -> UnsafeRawBufferPointer {
        let start = row == 0 ? 0 : ends.base[row - 1]
        return UnsafeRawBufferPointer(start: bytes.base + start, count: ends.base[row] - start)
    }

    func number(_ row: Int) -> UInt64 { numbers.base[row] }

    func append(_ key: UnsafeRawBufferPointer, _ number: UInt64) {
        bytes.append(key)
        ends.append(bytes.count)
        numbers.append(number)
    }

    func removeAll() {
        bytes.removeAll()
        ends.removeAll()
        numbers.removeAll()
    }
}
