import Terms
import Testing

@testable import Zhol

/// The value of an expression in source form; nil where it is undefined.
private func value(of expression: String) throws -> String? {
    let answers = try Database().query("?- X = \(expression).")
    #expect(answers.count == 1)
    guard let rows = answers.first?.rows, let row = rows.first else { return nil }
    #expect(rows.count == 1)
    return row[0].sourceText(Namespaces())
}

@Suite struct FunctionTests {
    @Test(
        "arithmetic is exact on ints and decimals, and a float makes a float",
        arguments: [
            ("1 + 2", "3"), ("1.5 + 1.5", "3"), ("0.1 + 0.2", "0.3"), ("7 - 10", "-3"), ("1.5 * 4", "6"),
            ("0.05 * 0.05", "0.0025"), ("1 + 1e0", "2e0"), ("1.5 * 2e0", "3e0"), ("6 / 4", "1.5e0"), ("6 / 3", "2e0"),
            ("7 div 2", "3"), ("-7 div 2", "-3"), ("7 mod 2", "1"), ("-7 mod 2", "-1"), ("7 mod -2", "1"),
            ("-9223372036854775808 mod -1", "0"), ("-(3)", "-3"), ("2 + 3 * 4", "14"), ("(2 + 3) * 4", "20"),
            ("2 - 3 - 4", "-5"), ("9223372036854775806 + 1", "9223372036854775807"),
        ])
    func arithmetic(expression: String, expected: String) throws {
        #expect(try value(of: expression) == expected)
    }

    @Test(
        "functions of numbers",
        arguments: [
            ("abs(-3)", "3"), ("abs(-1.5)", "1.5"), ("abs(-2.5e0)", "2.5e0"), ("round(2.5)", "3"),
            ("round(-2.5)", "-3"),
            ("round(2.4)", "2"), ("round(2.5e0)", "3"), ("round(3.14159, 2)", "3.14"), ("round(2.345, 2)", "2.35"),
            ("round(-2.345, 2)", "-2.35"), ("round(2.5, 0)", "3"), ("round(7, 2)", "7"), ("round(2.345e0, 1)", "2.3e0"),
            ("round(1e300, 3)", "1e300"), ("floor(2.7)", "2"), ("floor(-2.1)", "-3"), ("ceil(2.1)", "3"),
            ("ceil(-2.7)", "-2"), ("floor(1e300)", "1e300"), ("floor(2.7e0)", "2"), ("sqrt(16)", "4e0"),
            ("power(2, 10)", "1024"), ("power(2, 62)", "4611686018427387904"),
            ("power(-2, 63)", "-9223372036854775808"),
            ("power(2, -1)", "5e-1"), ("power(1.5, 2)", "2.25e0"), ("power(0, 0)", "1"), ("power(-1, 1000001)", "-1"),
            ("power(1, 9223372036854775807)", "1"), ("log(1)", "0e0"), ("log(8, 2)", "3e0"), ("log(1000, 10)", "3e0"),
            ("exp(0)", "1e0"), ("least(3, 1.5, 2)", "1.5"), ("greatest(3, 1.5, 2)", "3"),
            ("least(2016-05, 2015-12-31)", "2015-12-31"),
            ("greatest(\"b\", \"a\")", "\"b\""), ("greatest(none, 3)", "3"), ("least(none, 3)", "3"),
            ("least(none)", "none"),
        ])
    func numbers(expression: String, expected: String) throws {
        #expect(try value(of: expression) == expected)
    }

    @Test(
        "functions of strings count Unicode scalars and take every script",
        arguments: [
            ("len(\"Қорғас\")", "6"), ("len(\"\")", "0"), ("len(\"e\\u0301\")", "2"), ("len(\"Қорғас\"@kk)", "6"),
            ("upper(\"әғқңөұүһі\")", "\"ӘҒҚҢӨҰҮҺІ\""), ("lower(\"ӘҒҚҢӨҰҮҺІ\")", "\"әғқңөұүһі\""),
            ("trim(\" \\t a b\\n\\u00a0\")", "\"a b\""),
            ("concat(\"a\", 1, 2.5, 2016-05, astana, true)", "\"a12.52016-05astanatrue\""),
            ("concat(\"a\", none)", "\"a\""),
            ("substr(\"Қорғас\", 1, 3)", "\"Қор\""), ("substr(\"Қорғас\", 4)", "\"ғас\""),
            ("substr(\"abc\", 2, 0)", "\"\""),
            ("substr(\"abc\", 9, 2)", "\"\""), ("substr(\"abc\", 2, 99)", "\"bc\""),
            ("substr(\"abc\", 2, 9223372036854775807)", "\"bc\""), ("replace(\"a-b-c\", \"-\", \"+\")", "\"a+b+c\""),
            ("replace(\"aaa\", \"aa\", \"b\")", "\"ba\""), ("split(\"a;b;;c\", \";\", 1)", "\"a\""),
            ("split(\"a;b;;c\", \";\", 3)", "\"\""), ("split(\"a;b;;c\", \";\", 4)", "\"c\""),
            ("split(\"abc\", \";\", 1)", "\"abc\""),
        ])
    func strings(expression: String, expected: String) throws {
        #expect(try value(of: expression) == expected)
    }

    @Test(
        "tests of strings",
        arguments: [
            ("starts_with(\"Қорғас\", \"Қор\")", true), ("starts_with(\"Қорғас\", \"қор\")", false),
            ("starts_with(\"a\", \"\")", true), ("ends_with(\"Қорғас\", \"ғас\")", true),
            ("ends_with(\"a\", \"ba\")", false),
            ("contains(\"Қорғас\", \"рғ\")", true), ("contains(\"abc\", \"ac\")", false),
            ("contains(\"abc\", \"\")", true),
            ("contains(\"e\\u0301\", \"e\")", true), ("matches(\"Kyzylorda az\", \"^K.*z\")", true),
            ("matches(\"xKz\", \"^K.*z\")", false), ("matches(\"xKz\", \"K.*z\")", true),
            ("matches(\"Қорғас\", \"(?i)^ҚОР\")", true), ("matches(\"KZT 1500\", \"^\\\\p{Lu}{3} \\\\d+$\")", true),
            ("like(\"Samruk-Kazyna\", \"samruk%\")", true), ("like(\"Самрук\", \"%РУК\")", true),
            ("like(\"abc\", \"a_c\")", true),
            ("like(\"ac\", \"a_c\")", false), ("like(\"abc\", \"b\")", false), ("like(\"a%c\", \"a\\\\%c\")", true),
            ("like(\"abc\", \"a\\\\%c\")", false), ("like(\"\", \"%\")", true), ("like(\"a.c\", \"a.c\")", true),
            ("like(\"abc\", \"a.c\")", false),
        ])
    func textTests(test: String, expected: Bool) throws {
        #expect(try Database().query("?- \(test).")[0][0] == [expected ? "yes" : "no"])
        #expect(try value(of: test) == (expected ? "true" : "false"))
    }

    @Test(
        "functions of dates take partial dates and datetimes",
        arguments: [
            ("year(2016-05-10)", "2016"), ("year(2016-05)", "2016"), ("year(date(2016))", "2016"),
            ("month(2016-05)", "5"),
            ("day(2016-05-10)", "10"), ("year(2015-12-31T23:30:00-05:00)", "2016"), ("day(2016-05-10T09:30:00Z)", "10"),
            ("days_between(2016-05-10, 2016-06-01)", "22"), ("days_between(2016-06-01, 2016-05-10)", "-22"),
            ("days_between(2016-05, 2016-06)", "31"), ("2016-06-01 - 2016-05-10", "22"),
            ("2016-05-10 + 30", "2016-06-09"),
            ("2016-05-10 - 10", "2016-04-30"), ("30 + 2016-05-10", "2016-06-09"), ("2016-05 + 1", "2016-05-02"),
            ("2016-02-28 + 1", "2016-02-29"), ("type_of(today())", "\"date\""), ("today() - today()", "0"),
        ])
    func dates(expression: String, expected: String) throws {
        #expect(try value(of: expression) == expected)
    }

    @Test(
        "periods overlap where they share a day; an end that is none is open",
        arguments: [
            ("2010, 2012, 2012, 2014", true), ("2010, 2011, 2012, 2014", false), ("2012, 2014, 2010, 2012", true),
            ("none, 2011, 2012, 2014", false), ("none, 2012, 2012, none", true), ("none, none, none, none", true),
            ("2015, none, none, 2014", false), ("2010-06-02, none, none, 2010-06-01", false),
            ("2010-06-15, none, none, 2010-06", true), ("2010-06-15T00:00:00Z, none, none, 2010-06-15", true),
        ])
    func periods(ends: String, expected: Bool) throws {
        let dates = ends.split(separator: ", ").map { $0.utf8.count == 4 && $0 != "none" ? "date(\($0))" : String($0) }
        #expect(
            try Database().query("?- overlaps(\(dates.joined(separator: ", "))).")[0][0] == [expected ? "yes" : "no"])
    }

    @Test(
        "conversions",
        arguments: [
            ("int(\"42\")", "42"), ("int(\"-7\")", "-7"), ("int(2.9)", "2"), ("int(-2.9)", "-2"), ("int(2.9e0)", "2"),
            ("decimal(\"12.75\")", "12.75"), ("decimal(3)", "3"), ("decimal(2.5e0)", "2.5"), ("decimal(1e-1)", "0.1"),
            ("float(\"2.5\")", "2.5e0"), ("float(\"1e3\")", "1e3"), ("float(3)", "3e0"), ("string(12.5)", "\"12.5\""),
            ("string(2016-05)", "\"2016-05\""), ("string(astana)", "\"astana\""), ("string(true)", "\"true\""),
            ("string(1e9)", "\"1e9\""), ("date(\"2016-05\")", "2016-05"), ("date(2016)", "date(2016)"),
            ("date(2016-05-10T23:00:00Z)", "2016-05-10"), ("date(1 + 2015)", "date(2016)"),
            ("entity(\"astana\")", "astana"),
            ("entity(\"Фонд Самрук\")", "'Фонд Самрук'"), ("type_of(1)", "\"int\""), ("type_of(1.0)", "\"int\""),
            ("type_of(1.5)", "\"decimal\""), ("type_of(1e0)", "\"float\""), ("type_of(\"a\"@kk)", "\"string\""),
            ("type_of(2016-05)", "\"date\""), ("type_of(2016-05-10T00:00:00Z)", "\"datetime\""),
            ("type_of(true)", "\"bool\""),
            ("type_of(astana)", "\"entity\""), ("type_of(none)", "\"none\""), ("coalesce(none, 3)", "3"),
            ("coalesce(none, none)", "none"), ("coalesce(\"a\", 3)", "\"a\""), ("label_of(astana)", "astana"),
        ])
    func conversions(expression: String, expected: String) throws {
        #expect(try value(of: expression) == expected)
    }

    @Test(
        "what has no value does not match, and is warned of",
        arguments: [
            "1 / 0", "1.5 / 0", "1e0 / 0", "7 div 0", "7 mod 0", "1.5 div 1", "\"a\" + 1", "astana - 1", "sqrt(-1)",
            "log(0)", "log(-1)", "log(2, 1)", "log(2, 0)", "power(0, -1)", "exp(1000)", "1e300 * 1e300", "len(3)",
            "upper(astana)", "substr(\"abc\", 0)", "substr(\"abc\", 1, -1)", "split(\"a;b\", \";\", 0)",
            "split(\"a;b\", \";\", 3)", "split(\"ab\", \"\", 1)", "replace(\"a\", \"\", \"b\")", "month(date(2016))",
            "day(2016-05)", "year(\"2016\")", "days_between(1, 2)", "int(\"x\")", "int(\"\")", "int(\" 1\")",
            "int(1e300)",
            "decimal(\"1e5\")", "float(\"nan\")", "float(\"inf\")", "float(\"0x10\")", "float(\"1e999\")",
            "date(\"2016-13\")",
            "date(\"May\")", "date(123456789)", "entity(\"\")", "abs(\"a\")", "floor(\"a\")", "round(1.5, -1)",
            "2016-05-10 + 9000000", "2016-05-10 * 2", "matches(\"a\", concat(\"(\", \"a\"))", "matches(3, \"a\")",
        ])
    func undefined(expression: String) throws {
        var reader = ProgramReader()
        reader.read(text: "?- X = \(expression).", name: "q")
        let run = try Database().run(reader, .init())
        #expect(run.answers.map(\.count) == [0])
        #expect(run.warnings.map(\.code) == [.undefinedValue])
    }

    @Test(
        "an exact result that does not fit is an error",
        arguments: [
            "9223372036854775807 + 1", "-9223372036854775808 - 1", "9223372036854775807 * 2",
            "-9223372036854775808 div -1",
            "-(-9223372036854775808)", "abs(-9223372036854775808)", "power(2, 63)", "power(10, 100)",
            "0.123456789012345678 * 0.1", "999999999999999999.0 * 10.5 + 0.1",
        ])
    func overflow(expression: String) throws {
        let error = #expect(throws: ZholError.self) { try Database().query("?- X = \(expression).") }
        #expect(error?.diagnostics.map(\.code) == [.overflow])
    }

    @Test("a constant pattern that is none is an error at its place, also with escapes before it")
    func malformedPattern() throws {
        let text = "?- S = \"x\", matches(S, \"\\\\d\\u0041[z-a]\")."
        let error = #expect(throws: ZholError.self) { try Database().query(text) }
        let diagnostic = try #require(error?.diagnostics.first)
        #expect(diagnostic.code == .invalidPattern)
        #expect(
            diagnostic.message
                == "in this pattern a range in a class goes from a lower character to a higher one, as in [a-z]")
        #expect(diagnostic.range?.text == "z-a")
    }

    @Test("a malformed pattern that is computed does not match, while others do")
    func computedPattern() throws {
        let answers = try Database().query(
            "p(\"(\"). p(\"a+\"). p(\"b\").\n?- p(P), matches(\"caat\", P).")
        #expect(answers[0].rows == [[.string("a+")]])
    }
}
