// swift-tools-version: 6.2
import PackageDescription

// The dependency arrows of ARCHITECTURE.md, and nothing else. The build checks them with
// `--explicit-target-dependency-import-check error`.

/// A source target and the targets it may import.
func layer(_ name: String, _ dependencies: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies.map { .byName(name: $0) })
}

/// The tests of one source target.
func tests(_ name: String, _ dependencies: [String], exclude: [String] = []) -> Target {
  .testTarget(
    name: name + "Tests",
    dependencies: ([name, "TestSupport"] + dependencies).map { .byName(name: $0) },
    exclude: exclude)
}

let package = Package(
  name: "vitcod",
  platforms: [.macOS(.v13)],
  products: [
    .library(name: "Hardware", targets: ["Hardware"]),
    .executable(name: "vitcod", targets: ["vitcod"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
  ],
  targets: [
    // What has no subject: numbers, lists, refusals. All may import it.
    layer("Basics"),

    // The hardware language: no word of attention.
    layer("HardwareIR", ["Basics"]),
    layer("HardwareDSL", ["HardwareIR"]),
    layer("HardwareLibrary", ["HardwareDSL", "SimulationInterface"]),
    layer("SystemVerilog", ["HardwareIR"]),
    .target(
      name: "SimulationInterface", dependencies: ["CTestbench", "HardwareIR"],
      exclude: ["CTestbench"]),
    // What of testbench/ runs in this process: models that are attached to either simulator.
    .target(name: "CTestbench", path: "Sources/SimulationInterface/CTestbench"),
    // Other tools of the machine.
    .target(
      name: "HostTools",
      dependencies: [.product(name: "Subprocess", package: "swift-subprocess")]),
    layer("CircuitInterpreter", ["Basics", "CTestbench", "HardwareIR", "SimulationInterface"]),
    .target(
      name: "VerilatorSimulation",
      dependencies: [
        "CTestbench", "HardwareIR", "HostTools", "SimulationInterface", "SystemVerilog",
      ],
      // A link to testbench/: its text travels inside the library, wherever that is installed.
      exclude: ["Testbench/README.md", "Testbench/axi"],
      resources: [.embedInCode("Testbench")]),
    layer("YosysProof", ["HardwareIR", "HostTools", "SimulationInterface", "SystemVerilog"]),
    layer("Synthesis", ["HardwareIR", "HostTools", "SystemVerilog"]),
    layer(
      "Hardware",
      [
        "HardwareIR", "HardwareDSL", "HardwareLibrary", "CircuitInterpreter", "SimulationInterface",
        "Synthesis", "SystemVerilog", "VerilatorSimulation", "YosysProof",
      ]),

    .target(
      name: "CircuitFuzzing",
      dependencies: [
        "Basics", "CircuitInterpreter", "HardwareDSL", "HardwareIR", "SimulationInterface",
        "SystemVerilog", "VerilatorSimulation",
      ]),

    .executableTarget(
      name: "hardware-bench",
      dependencies: [
        "Accelerator", "AttentionCompiler", "AttentionSpec", "Basics", "CircuitFuzzing",
        "CircuitInterpreter", "CoSimulation", "HardwareIR", "HardwareDSL", "HardwareLibrary",
        "ModelImport", "SystemVerilog", "TensorFiles", "VerilatorSimulation",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Files of tensors. zlib comes from the system.
    .systemLibrary(
      name: "CZlib", path: "Sources/TensorFiles/CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"])]),
    .target(name: "TensorFiles", dependencies: ["Basics", "CZlib"], exclude: ["CZlib"]),

    // The algorithm: no word of hardware but the contract.
    layer("AttentionSpec", ["Basics"]),
    layer("NetworkSpec", ["AttentionSpec"]),
    layer("ModelImport", ["AttentionSpec", "Basics", "NetworkSpec", "TensorFiles"]),
    layer("AttentionCompiler", ["AttentionSpec"]),
    layer("ReferenceModel", ["AttentionSpec", "NetworkSpec"]),
    layer("SplitAndConquer", ["AttentionSpec", "TensorFiles"]),
    layer("HeadCompression", ["Basics", "NetworkSpec"]),
    layer("NetworkQuantization", ["AttentionSpec", "NetworkSpec"]),
    layer(
      "NetworkPipeline",
      [
        "AttentionSpec", "HeadCompression", "NetworkQuantization", "NetworkSpec", "ReferenceModel",
        "SplitAndConquer",
      ]),

    // Where the two meet.
    layer("Accelerator", ["HardwareDSL", "HardwareLibrary", "AttentionSpec"]),
    layer(
      "CoSimulation",
      [
        "Accelerator", "AttentionCompiler", "AttentionSpec", "CircuitInterpreter", "HardwareDSL",
        "HardwareIR", "HardwareLibrary", "NetworkSpec", "ReferenceModel", "SimulationInterface",
        "SystemVerilog", "VerilatorSimulation",
      ]),
    .executableTarget(
      name: "vitcod",
      dependencies: [
        "Accelerator", "AttentionCompiler", "AttentionSpec", "Basics", "CoSimulation",
        "HardwareDSL", "HeadCompression", "ModelImport", "NetworkPipeline", "NetworkQuantization",
        "NetworkSpec", "ReferenceModel", "SplitAndConquer", "Synthesis", "SystemVerilog",
        "TensorFiles", "VerilatorSimulation", "Yams",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .target(name: "TestSupport", dependencies: ["Basics", "HostTools"], path: "Tests/TestSupport"),
    .target(
      name: "LayerSupport", dependencies: ["AttentionCompiler", "AttentionSpec"],
      path: "Tests/LayerSupport"),
    .target(
      name: "BenchSupport",
      dependencies: [
        "CircuitFuzzing", "CircuitInterpreter", "HardwareDSL", "HardwareIR", "SimulationInterface",
        "SystemVerilog", "TestSupport", "VerilatorSimulation", "YosysProof",
      ],
      path: "Tests/BenchSupport"),
    tests("Basics", []),
    tests("HardwareIR", []),
    tests("HostTools", []),
    tests("HardwareDSL", ["HardwareIR"]),
    tests(
      "HardwareLibrary",
      [
        "BenchSupport", "CircuitInterpreter", "HardwareDSL", "HardwareIR", "SimulationInterface",
        "Synthesis", "SystemVerilog", "VerilatorSimulation",
      ],
      exclude: ["Cocotb", "Registers/Snapshots"]),
    tests(
      "SystemVerilog",
      [
        "Accelerator", "BenchSupport", "CircuitInterpreter", "HardwareDSL", "HardwareIR",
        "HardwareLibrary", "SimulationInterface",
      ],
      exclude: ["Printing/Snapshots"]),
    tests(
      "SimulationInterface",
      [
        "BenchSupport", "CTestbench", "CircuitInterpreter", "HardwareDSL", "HardwareIR",
        "HardwareLibrary", "VerilatorSimulation",
      ]),
    tests(
      "CircuitInterpreter",
      [
        "Basics", "BenchSupport", "HardwareDSL", "HardwareIR", "HardwareLibrary", "SystemVerilog",
        "VerilatorSimulation",
      ]),
    tests("CircuitFuzzing", ["HardwareDSL", "HardwareIR", "SystemVerilog"]),
    tests(
      "hardware-bench",
      ["Accelerator", "AttentionSpec", "BenchSupport", "HardwareDSL", "HardwareLibrary"]),
    tests(
      "YosysProof",
      [
        "BenchSupport", "CircuitInterpreter", "HardwareDSL", "HardwareIR", "HardwareLibrary",
        "SimulationInterface",
      ]),
    tests("VerilatorSimulation", ["HardwareDSL", "HardwareIR", "HostTools", "SystemVerilog"]),
    tests("Synthesis", ["HardwareDSL", "HardwareIR", "HardwareLibrary", "SystemVerilog"]),
    tests("AttentionSpec", []),
    tests("NetworkSpec", ["AttentionSpec"]),
    tests("TensorFiles", ["Basics"]),
    tests("NetworkQuantization", ["AttentionSpec", "NetworkSpec", "ReferenceModel"]),
    tests(
      "NetworkPipeline",
      ["AttentionSpec", "NetworkQuantization", "NetworkSpec", "ReferenceModel", "SplitAndConquer"]),
    tests(
      "ModelImport", ["AttentionSpec", "Basics", "NetworkSpec", "TensorFiles"],
      exclude: ["Published", "Snapshots"]),
    tests("AttentionCompiler", ["AttentionSpec", "ModelImport", "TensorFiles"]),
    tests(
      "ReferenceModel",
      [
        "AttentionSpec", "AttentionCompiler", "LayerSupport", "ModelImport", "NetworkSpec",
        "TensorFiles",
      ]),
    tests(
      "SplitAndConquer", ["AttentionSpec", "AttentionCompiler", "ModelImport", "TensorFiles"],
      exclude: ["Snapshots"]),
    tests("HeadCompression", ["AttentionSpec", "NetworkSpec"]),
    tests(
      "Accelerator",
      [
        "AttentionCompiler", "AttentionSpec", "BenchSupport",
        "CircuitInterpreter", "HardwareDSL", "HardwareIR", "ReferenceModel", "Synthesis",
        "SystemVerilog",
      ],
      exclude: ["Cocotb"]),
    tests(
      "CoSimulation",
      [
        "Accelerator", "AttentionCompiler", "AttentionSpec", "BenchSupport", "CircuitFuzzing",
        "CircuitInterpreter", "HardwareDSL", "HardwareIR", "LayerSupport", "ModelImport",
        "NetworkPipeline", "NetworkSpec", "ReferenceModel", "SimulationInterface", "SystemVerilog",
        "TensorFiles", "VerilatorSimulation",
      ]),
    tests(
      "vitcod",
      [
        "AttentionCompiler", "AttentionSpec", "CoSimulation", "Hardware", "ModelImport",
        "NetworkPipeline", "NetworkSpec", "ReferenceModel", "SplitAndConquer", "Synthesis",
        "TensorFiles", "VerilatorSimulation",
      ],
      exclude: ["Cocotb", "Snapshots"]),
    .testTarget(name: "TidyTests"),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// Warnings are errors with the compilers that the project is tested with. A newer one may warn of
// something new, which must not keep anybody from building.
#if compiler(<6.4)
  for target in package.targets where target.type != .system {
    target.swiftSettings = [.treatAllWarnings(as: .error)]
  }
#endif
