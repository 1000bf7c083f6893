import Foundation

/// Makes the shared library of one design: Verilator, then the compiler, then the linker.
struct VerilatorBuild {
  var design: DesignUnderTest
  var waveforms: Waveforms
  var toolchain: Toolchain
  /// A fresh folder for everything on the way.
  var folder: String
  var cache: CacheFolder
  /// Compiles a file of the Verilated runtime, or finds it, and gives the path of the object.
  var runtimeObject: @Sendable (String) async throws -> String

  private var flags: CompilerFlags { CompilerFlags(toolchain: toolchain, waveforms: waveforms) }

  /// Everything that decides what the library does.
  static func key(
    _ design: DesignUnderTest, _ waveforms: Waveforms, _ toolchain: Toolchain
  ) -> ContentKey {
    let flags = CompilerFlags(toolchain: toolchain, waveforms: waveforms)
    var key = ContentKey()
    key.add(toolchain.identity)
    key.add(verilatorFlags(waveforms))
    key.add(flags.runtime + flags.model + flags.link + [CompilerFlags.processor ?? ""])
    key.add(BenchText.files.flatMap { [$0.name, $0.text] })
    key.add(design.files.flatMap { [$0.name, $0.text] })
    key.add(BenchSource(design: design, modelFiles: []).text)
    return key
  }

  /// Builds the library and returns its path in the work folder, with the steps taken.
  ///
  /// - Throws: `SimulationError.refusedByVerilator`, `.compilationFailed`, `.invalidDesign` if the
  ///   port table and the module differ, `.toolUnavailable` or `.cacheUnavailable`.
  func run() async throws -> (library: String, steps: [BuildReport.Step]) {
    let files = try await timed("verilate", verilate)
    try writeBench(files.value)
    async let object = timed("compile", compile)
    let objects = try await timed("runtime") {
      var objects: [String] = []
      for name in files.value.runtime { objects.append(try await runtimeObject(name)) }
      return objects
    }
    let model = try await object
    let library = try await timed("link") { try await link(objects.value + [model.value]) }
    return (library.value, [files.step, objects.step, model.step, library.step])
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
  private func verilate() async throws -> VerilatedFiles {
    try cache.write(design.files, to: source)
    try await verilate([])
    let files = try verilatedFiles()
    try files.check(against: design)
    if modelBytes(files) <= Self.modelBytesMax { return files }
    try? FileManager.default.removeItem(atPath: model)
    try await verilate(["--output-split-cfuncs", "2000"])
    return try verilatedFiles()
  }

  private static let modelBytesMax = 3_000_000

  private var source: String { folder + "/source" }
  private var model: String { folder + "/model" }
  private var bench: String { folder + "/bench" }

  /// SYNCASYNCNET is the one warning that is not heeded: a reset that is asserted asynchronously
  /// and also disables assertions sets it off, and every design here has both.
  private static func verilatorFlags(_ waveforms: Waveforms) -> [String] {
    let trace = waveforms == .fst ? ["--trace-fst"] : []
    return [
      "--cc", "--assert", "-Wall", "-Wno-SYNCASYNCNET", "--output-split", "0", "--timescale",
      "1ns/1ns", "--unroll-count", "1024", "--unroll-stmts", "200000", "-I.", "--prefix",
      VerilatedFiles.prefix,
    ] + trace
  }

  private func verilate(_ extra: [String]) async throws {
    let names = design.files.map(\.name).filter { !$0.hasSuffix(".svh") && !$0.hasSuffix(".vh") }
    let words =
      [toolchain.verilator] + Self.verilatorFlags(waveforms) + extra
      + ["--top-module", design.topName, "-Mdir", model] + names
    let outcome = try await Command(words: words, folder: source).run()
    if !outcome.isSuccess {
      throw SimulationError.refusedByVerilator(design: design.topName, text: outcome.text)
    }
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

  private func writeBench(_ files: VerilatedFiles) throws {
    let source = BenchSource(design: design, modelFiles: files.sources)
    try cache.write(
      BenchText.files + [SourceFile(name: "bench.cpp", text: source.text)], to: bench)
  }

  /// The model's files are system headers to the compiler: only the bench must be free of
  /// warnings.
  private func compile() async throws -> String {
    let words =
      toolchain.compiler + flags.model
      + ["-isystem", model, "-c", "bench.cpp", "-o", "bench.o"]
    try await require(words)
    return bench + "/bench.o"
  }

  private func link(_ objects: [String]) async throws -> String {
    guard objects.allSatisfy(cache.holds) else { throw CacheFolder.Vanished() }
    try await require(toolchain.compiler + objects + flags.link + ["-o", "design.so"])
    return bench + "/design.so"
  }

  private func require(_ words: [String]) async throws {
    let outcome = try await Command(words: words, folder: bench).run()
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
