// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [.swiftLanguageMode(.v6)]

let package = Package(
    name: "zhol",
    products: [
        .library(name: "Zhol", targets: ["Zhol"]),
        .executable(name: "zhol", targets: ["zhol"]),
    ],
    targets: [
        // C libraries of the system.
        .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
        .systemLibrary(name: "CEditLine", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),

        // Every import points down this list.
        .target(name: "Terms", swiftSettings: settings),
        .target(name: "Patterns", swiftSettings: settings),
        .target(name: "JSON", swiftSettings: settings),
        .target(name: "LMDB", dependencies: ["CLMDB"], swiftSettings: settings),
        .target(name: "Store", dependencies: ["LMDB", "Terms"], swiftSettings: settings),
        .target(name: "Formats", dependencies: ["CZlib", "CZstd", "Terms"], swiftSettings: settings),
        .target(name: "Language", dependencies: ["JSON", "Patterns", "Terms"], swiftSettings: settings),
        .target(name: "Engine", dependencies: ["Language", "Patterns", "Store", "Terms"], swiftSettings: settings),
        .target(
            name: "Zhol", dependencies: ["Engine", "Formats", "JSON", "Language", "Store", "Terms"],
            swiftSettings: settings),
        .executableTarget(
            name: "zhol", dependencies: ["CEditLine", "Engine", "Formats", "Language", "Store", "Terms", "Zhol"],
            path: "Sources/CommandLine",
            swiftSettings: settings),

        // Speed and size of the store alone; see Benchmarks/Store.
        .executableTarget(
            name: "store-benchmark", dependencies: ["LMDB", "Store", "Terms"], path: "Benchmarks/Store",
            swiftSettings: settings),
        // Queries in one process; see Benchmarks/Query.
        .executableTarget(
            name: "query-benchmark", dependencies: ["Zhol"], path: "Benchmarks/Query", swiftSettings: settings),

        .testTarget(name: "TermsTests", dependencies: ["Terms"], swiftSettings: settings),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: settings),
        .testTarget(name: "PatternsTests", dependencies: ["Patterns"], swiftSettings: settings),
        // A process for the tests of the store to kill.
        .executableTarget(
            name: "store-child", dependencies: ["Store", "Terms"], path: "Tests/StoreChild", swiftSettings: settings),
        .testTarget(
            name: "StoreTests", dependencies: ["LMDB", "Store", "Terms", "store-child"], swiftSettings: settings),
        .testTarget(name: "LanguageTests", dependencies: ["Language", "Terms"], swiftSettings: settings),
        .testTarget(name: "FormatsTests", dependencies: ["Formats", "Terms"], swiftSettings: settings),
        .testTarget(
            name: "EngineTests", dependencies: ["Engine", "Formats", "Language", "Store", "Terms", "Zhol"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ZholTests", dependencies: ["Engine", "Formats", "Language", "Store", "Terms", "Zhol"],
            swiftSettings: settings),
        .testTarget(
            name: "CommandLineTests", dependencies: ["zhol"], exclude: ["terminal.py"], swiftSettings: settings),
    ]
)
