/// Hashes of words: equal for equal bytes, and without a seed of the process, so that a run is as the last.
enum NameHash {
    static let sounds: UInt64 = 1
    static let wholeName: UInt64 = 2
    static let abbreviation: UInt64 = 3

    static func of(_ bytes: some Sequence<UInt8>, seed: UInt64 = 0) -> UInt64 {
        // FNV-1a, with the last step of MurmurHash3 for the upper bits.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ seed
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return mixed(hash)
    }

    static func mixed(_ hash: UInt64) -> UInt64 {
        var hash = hash
        hash ^= hash >> 33
        hash &*= 0xff51_afd7_ed55_8ccd
        hash ^= hash >> 33
        hash &*= 0xc4ce_b9fe_1a85_ec53
        return hash ^ hash >> 33
    }
}
