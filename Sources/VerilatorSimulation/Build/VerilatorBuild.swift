import Foundation
import HardwareIR
import HostTools

/// Makes the shared library of one design: Verilator, then the compiler, then the linker.
struct VerilatorBuild {
  var design: DesignUnderTest
  var waveforms: Waveforms
  var toolchain: Toolchain
  /// A fresh folder for everything on the way.
  var folder: String
  var cache: CacheFolder
  /// Compiles something that other builds need too, or finds it.
  var shared: @Sendable (SharedCompilation) async throws -> SharedProduct
  /// Is told what the build is at.
  var progress: @Sendable (BuildStage) -> Void

  var flags: CompilerFlags {
    CompilerFlags(
      toolchain: toolchain, waveforms: waveforms, coverPoints: design.coverPoints,
      lineCoverage: design.lineCoverage, optimization: design.optimization)
  }

  /// Everything that decides what the library does.
  static func key(
    _ design: DesignUnderTest, _ waveforms: Waveforms, _ toolchain: Toolchain
  ) -> ContentKey {
    let flags = CompilerFlags(
      toolchain: toolchain, waveforms: waveforms, coverPoints: design.coverPoints,
      lineCoverage: design.lineCoverage, optimization: design.optimization)
    var key = ContentKey()
    key.add(toolchain.identity)
    key.add(verilatorFlags(design, waveforms))
    key.add(flags.runtime + flags.model + flags.link + [CompilerFlags.processor ?? ""])
    key.add(BenchText.files.flatMap { [$0.name, $0.text] })
    key.add(design.files.flatMap { [$0.name, $0.text] })
    key.add([
      BenchSource(design: design, modelFiles: []).text, CppNames.settings.text,
      TopWrapper(design: design).file.text, MacroGuard.text(""),
    ])
    return key
  }

  /// What a build made: the path of the library in the work folder, the steps taken, what
  /// Verilator warned of, and what was wrong in the cache.
  struct Product {
    var library: String
    var steps: [BuildReport.Step]
    var warnings: String
    var notices: [String]
  }

  /// Builds the library.
  ///
  /// - Throws: `SimulationError.refusedByVerilator`, `.compilationFailed`, `.portsDiffer`,
  ///   `.toolUnavailable` or `.cacheUnavailable`.
  func run() async throws -> Product {
    progress(.verilating)
    let verilated = try await timed("verilate", verilate)
    let files = verilated.value.files
    progress(.compiling(modelBytes: modelBytes(files)))
    try writeBench(files, wrapper: verilated.value.wrapper)
    async let object = timed("compile", compile)
    let objects = try await timed("runtime") {
      var objects: [SharedProduct] = []
      for name in files.runtime {
        objects.append(try await shared(.runtime(name, toolchain, flags)))
      }
      return objects
    }
    let model = try await object
    progress(.linking)
    let library = try await timed("link") {
      try await link(objects.value.map(\.path) + [model.value.path])
    }
    return Product(
      library: library.value, steps: [verilated.step, objects.step, model.step, library.step],
      warnings: verilated.value.warnings,
      notices: (objects.value + [model.value]).compactMap(\.notice))
  }

  private func timed<Value: Sendable>(
    _ name: String, _ work: () async throws -> Value
  ) async throws -> (value: Value, step: BuildReport.Step) {
    let start = ContinuousClock.now
    let value = try await work()
    return (value, .init(name: name, seconds: (ContinuousClock.now - start).seconds))
  }

  /// One translation unit. Compile time grows with the square of the longest function: 512 MACs
  /// (1.4 MB) take 3 s, 2,048 of them (5.7 MB) 25 s. So functions of large models are split, which
  /// makes that 9 s and the simulation half as fast.
  private func verilate() async throws -> Verilated {
    try cache.write(design.files + guards + [CppNames.settings], to: source)
    var verilated = try await verilate(inside: nil)
    // What is said of the design is said of it alone, not of a module around it.
    let warnings = verilated.warnings
    try verilated.files.check(against: design)
    if try await needsWrapper() {
      let wrapper = TopWrapper(design: design)
      try cache.write([wrapper.file], to: source)
      verilated = try await verilate(inside: wrapper)
    }
    if design.optimization == .speed && modelBytes(verilated.files) > Self.modelBytesMax {
      verilated = try await verilate(
        inside: verilated.wrapper, ["--output-split-cfuncs", "2000"])
    }
    verilated.warnings = warnings
    return verilated
  }

  /// What Verilator made of the design.
  private struct Verilated {
    var files: VerilatedFiles
    var warnings: String
    /// The module that the model was made of, if not of the top.
    var wrapper: TopWrapper?
  }

  private static let modelBytesMax = 3_000_000

  /// Where there are no claims, nothing can be said of them.
  private var guards: [SourceFile] {
    design.interface.properties.isEmpty
      ? [] : design.files.compactMap { MacroGuard.file(behind: $0) }
  }

  private var source: String { folder + "/source" }
  var model: String { folder + "/model" }
  var bench: String { folder + "/bench" }

  /// Two warnings are not heeded. SYNCASYNCNET: a reset that is asserted asynchronously and also
  /// disables assertions sets it off, and every design here has both. SYMRSVDWORD: names that mean
  /// something in C++ are seen to. Where warnings are reported they do not end the build, and are
  /// in its report.
  private static func verilatorFlags(
    _ design: DesignUnderTest, _ waveforms: Waveforms
  ) -> [String] {
    let trace = waveforms == .fst ? ["--trace-fst"] : []
    let warnings = design.warnings == .reported ? ["-Wno-fatal"] : []
    let covers = design.coverPoints.isEmpty ? [] : ["--coverage-user"]
    let lines = design.lineCoverage == .counted ? ["--coverage-line"] : []
    return [
      "--cc", "--assert", "-Wall", "-Wno-SYNCASYNCNET", "-Wno-SYMRSVDWORD", "--output-split", "0",
      "--timescale", "1ns/1ns", "--unroll-count", "1024", "--unroll-stmts", "200000", "-I.",
      "--prefix", VerilatedFiles.prefix, "--mod-prefix", VerilatedFiles.modulePrefix,
    ] + warnings + covers + lines + trace
  }

  /// Writes the model, in place of one that is there.
  private func verilate(
    inside wrapper: TopWrapper?, _ extra: [String] = []
  ) async throws -> Verilated {
    try? FileManager.default.removeItem(atPath: model)
    let files = design.files + (wrapper.map { [$0.file] } ?? [])
    let guarding = Set(guards.map(\.name))
    let names = files.map(\.name).filter { SourceFileName.role(of: $0) == .compiled }
      .flatMap { name in [name] + guarding.intersection([MacroGuard.name(behind: name)]) }
    let top = wrapper == nil ? design.topName : TopWrapper.name
    let words =
      [toolchain.verilator] + Self.verilatorFlags(design, waveforms) + extra
      + ["--top-module", top, "-Mdir", model, CppNames.settings.name] + names
    let outcome = try await toolchain.run(words, in: source)
    let complaints = VerilatorText(outcome.text).complaints
    if outcome.isSuccess {
      return Verilated(files: try verilatedFiles(), warnings: complaints, wrapper: wrapper)
    }
    // Whoever fails without a word of the design did not get to read it.
    guard !complaints.isEmpty else {
      throw SimulationError.toolUnavailable(
        "\(toolchain.verilator) fails for design \(design.topName) (\(outcome.phrase)); correct "
          + "VERILATOR, or install it again.")
    }
    throw SimulationError.refusedByVerilator(design: design.topName, text: complaints)
  }

  private func verilatedFiles() throws -> VerilatedFiles {
    do {
      return try VerilatedFiles(folder: model)
    } catch {
      throw SimulationError.cacheUnavailable(
        "What Verilator wrote to \(model) cannot be read; build again.")
    }
  }

  private func modelBytes(_ files: VerilatedFiles) -> Int {
    files.sources.reduce(0) { sum, name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(model)/\(name)")
      return sum + ((attributes?[.size] as? Int) ?? 0)
    }
  }

  private func writeBench(_ files: VerilatedFiles, wrapper: TopWrapper?) throws {
    let source = BenchSource(design: design, modelFiles: files.sources, wrapper: wrapper)
    try cache.write(
      BenchText.files + [SourceFile(name: "bench.cpp", text: source.text)], to: bench)
  }

  /// The model's files are system headers to the compiler: only the bench must be free of
  /// warnings.
  private func compile() async throws -> SharedProduct {
    let words = toolchain.compiler + flags.model
    let files = ["-isystem", model, "-c", "bench.cpp", "-o", "bench.o"]
    let object = bench + "/bench.o"
    // Headers that have changed on the machine since, for one, make it useless: a build never
    // depends on it.
    if let compilation = SharedCompilation.headers(toolchain, flags),
      let header = try? await shared(compilation)
    {
      let outcome = try await toolchain.run(
        words + flags.hooks + ["-include-pch", header.path] + files, in: bench)
      if outcome.isSuccess { return SharedProduct(path: object, notice: header.notice) }
    }
    try await require(words + files)
    return SharedProduct(path: object)
  }

  private func link(_ objects: [String]) async throws -> String {
    guard objects.allSatisfy({ FileKind(of: $0) == .file }) else { throw CacheFolder.Vanished() }
    try await require(toolchain.compiler + objects + flags.link + ["-o", "design.so"])
    return bench + "/design.so"
  }

  private func require(_ words: [String]) async throws {
    let outcome = try await toolchain.run(words, in: bench)
    if !outcome.isSuccess {
      throw SimulationError.compilationFailed(design: design.topName, text: outcome.text)
    }
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
