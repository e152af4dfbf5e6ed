/// The father's name of a person.
enum Patronymic {
    private static let endings = ["ovic", "evic", "ovna", "evna", "uli", "kizi"].map { Array($0.utf8) }

    static func matches(_ skeleton: [UInt8]) -> Bool {
        skeleton.count > 5 && endings.contains { skeleton.suffix($0.count).elementsEqual($0) }
    }

    /// What it is made from: Askarovich and Askaruly have one father.
    static func father(_ skeleton: [UInt8]) -> [UInt8] {
        let ending = endings.first { skeleton.suffix($0.count).elementsEqual($0) }
        return skeleton.dropLast(ending?.count ?? 0)
    }
}
