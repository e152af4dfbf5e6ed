import Foundation
import Testing
import Zhol

@Suite("matching by name")
struct MatchingTests {
    /// The candidates of a store, as `first second score`, with the reason.
    private func candidates(_ facts: String, in className: String? = nil, least: Double = 0.8) throws -> [String] {
        let session = try Session()
        try session.load(facts)
        let matching = try #require(EntityMatching(try Database(path: session.path("graph.zhol"))))
        return try matching.candidates(in: className, least: least).map {
            "\($0.first.plainText(.init())) \($0.second.plainText(.init())): \($0.reason)"
        }
    }

    private func areCandidates(_ left: String, _ right: String) throws -> String? {
        try candidates("label(x1, \"\(left)\"). label(x2, \"\(right)\"). label(x3, \"Somebody Else\").").first
    }

    @Test(
        "names of one person or company are found, with the reason",
        arguments: [
            ("Т. Кулибаев", "Timur Kulibayev", "other script, initials"),
            ("Kulibayev T.", "Timur Kulibayev", "word order, initials"),
            ("Кулибаев Тимур", "Timur Kulibayev", "other script, word order"),
            ("Тимур Аскарович Кулибаев", "Timur Kulibayev", "other script, patronymic"),
            ("Нұрсұлтан Назарбаев", "Nursultan Nazarbayev", "other script"),
            ("Нурсултан Назарбаев", "Нұрсұлтан Назарбаев", "spelling"),
            ("Nursultan Nazarbaev", "Nursultan Nazarbayev", "spelling"),
            ("Қасым-Жомарт Тоқаев", "Kassym-Jomart Tokayev", "other script"),
            ("Касым-Жомарт Токаев", "Kasym Zhomart Tokaev", "other script"),
            ("İmanğali Tasmağambetov", "Imangali Tasmagambetov", "spelling"),
            ("ALLUR GROUP", "Allur Group", "same name"),
            ("Иманғали Тасмағамбетов", "Imangali Tasmagambetov", "other script"),
            ("Ержан Есімов", "Yerzhan Yessimov", "other script"),
            ("Şymkent Munai", "Шымкент Мұнай", "other script"),
            ("АО «КазТрансОйл»", "KazTransOil", "other script, legal form"),
            ("KazTransOil JSC", "KazTransOil", "legal form"),
            ("ТОО Астана LRT", "Astana LRT LLP", "other script"),
            ("Allur Co., Ltd.", "ALLUR", "legal form"),
            ("Юрий Ни", "Yury Ni", "other script"),
            ("Petrov Ivan", "Петрофф Иван", "other script"),
            ("CRCC", "China Railway Construction Corporation", "abbreviation"),
            ("Нурлан Айтжанов", "Nurlan Aytjanov", "other script"),
            ("Бақыт Жұмабаев", "Bahyt Jumabaev", "other script"),
            ("Khairat Dosymov", "Kairat Dossymov", "spelling"),
            ("Өмірзақ Шөкеев", "Umirzak Shukeyev", "other script"),
            ("Болат Өтемұратов", "Bulat Utemuratov", "other script"),
            ("Бахытжан Сагинтаев", "Bakytzhan Sagintayev", "other script"),
            ("КазМунайГаз", "KazMunayGas", "other script"),
            ("АО НК КазМунайГаз", "JSC NC KazMunayGas", "other script"),
            ("Timur Askarovich Kulibayev", "Тимур Асқарұлы Құлыбаев", "other script, patronymic"),
        ])
    func found(left: String, right: String, reason: String) throws {
        let found = try areCandidates(left, right)
        #expect(found == "x1 x2: \(reason)", "\(left) and \(right)")
    }

    @Test(
        "names of two are not",
        arguments: [
            ("Timur Kulibayev", "Dinara Kulibayeva"), ("Айгүл Кулибаев", "Айгүл Кулибаева"),
            ("T. Kulibayev", "Dinara Kulibayev"), ("Kairat Satybaldy", "Gulmira Satybaldy"),
            ("Atyrau Refinery LLP", "Pavlodar Refinery LLP"), ("Bank of China", "Bank of Japan"),
            ("Block 12", "Block 13"), ("Loan for the road (2007)", "Loan for the road (2009)"),
            ("JSC", "LLP"), ("Ван Ян", "Wan Li"), ("CRCC", "China Glass"),
            ("Marat Karabayev", "Murat Karabayev"), ("Kulibayev Timur", "Kulibayev Temir"),
            ("Nurlan Akhmetov", "Nurzhan Akhmetov"), ("Нурлан Ахметов", "Нуржан Ахметов"),
            ("Рахат Мухтарович Алиев", "Рахат Болатович Алиев"), ("R.M. Aliyev", "Rakhat Bolatovich Aliyev"),
            ("Гульнара Сатыбалдиева", "Гульнар Сатыбалдыев"), ("Нурали Рахатович Алиев", "Рахат Алиев"),
            ("CNPC", "CNPC International"), ("KazMunayGas", "KazMunayGas Trading AG"), ("КазТрансОйл", "КазТрансГаз"),
            ("Almex Plus LLP", "Almex Holding JSC"),
        ])
    func different(left: String, right: String) throws {
        #expect(try areCandidates(left, right) == nil, "\(left) and \(right)")
    }

    @Test("labels of every language and the entity's own name are compared, and the class limits whose")
    func names() throws {
        let facts = """
            person(timur_kulibayev). label(timur_kulibayev, "T. A. K."). person(p1). label(p1, "Someone").
            label(p1, "Тимур Кулибаев"@ru). city(c1). label(c1, "Timur Kulibayev").
            """
        let all = try candidates(facts)
        #expect(all.contains("p1 timur_kulibayev: other script"), "\(all)")
        #expect(all.contains("c1 timur_kulibayev: same name; but of other classes"), "\(all)")
        #expect(try candidates(facts, in: "person") == ["p1 timur_kulibayev: other script"])
    }

    @Test("who owns somebody of the same name, and who is of another class, is less likely the same")
    func doubts() throws {
        let facts = """
            class thing_of_note. class place < thing_of_note. class firm. relation label(thing, string).
            relation owns(firm, firm). firm(x1). firm(x2). firm(x3). place(x4).
            label(x1, "Altyn"). label(x2, "Altyn LLP"). label(x3, "Altyn JSC"). label(x4, "Altyn"). owns(x1, x2).
            """
        let found = try candidates(facts, least: 0.5)
        #expect(found.contains("x1 x2: legal form; but linked by 'owns'"), "\(found)")
        #expect(found.contains("x1 x4: same name; but of other classes"), "\(found)")
        #expect(found.first == "x1 x3: legal form", "\(found)")
    }

    @Test("what is the same already is not proposed, and disjoint classes never are")
    func known() throws {
        let facts = """
            class firm. class person. disjoint firm, person. relation label(thing, string).
            firm(x1). firm(x2). person(x3). label(x1, "Altyn"). label(x2, "Алтын"). label(x3, "Altyn").
            """
        #expect(try candidates(facts) == ["x1 x2: other script"])
        #expect(try candidates(facts + " same(x2, x1).") == [])
    }

    @Test("the pairs that are looked at grow with the names, though all share a word")
    func manyNames() throws {
        var facts = ""
        for number in 0..<3000 {
            let letters = Array("bdgklmnprstvzjhf")
            let word = [letters[number & 15], "a", letters[number >> 4 & 15], "o", letters[number >> 8 & 15]]
            facts += "label(n\(number), \"China \(String(word)) Bank\").\n"
        }
        facts += "label(same1, \"China Bank\"). label(same2, \"China Bank\").\n"
        #expect(try candidates(facts, least: 0.99) == ["same1 same2: same name"])
    }

    @Test("the reviewed candidates load and merge")
    func loaded() throws {
        let session = try Session()
        try session.load("owns(k1, x). owns(k2, y). label(k1, \"Т. Кулибаев\"). label(k2, \"Timur Kulibayev\").")
        try session.load(
            "same(k1, k2) {source: zhol_match, confidence: medium, note: \"0.92\"}.", name: "same.dl")
        #expect(try session.run("?- owns(k2, X).") { $0.resolves = true } == [["x", "y"]])
    }
}
