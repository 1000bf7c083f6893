import Foundation

/// Builds designs to shared libraries and keeps them by content: the same sources, ports, test
/// bench, flags, tools and processor give the same library, built once.
///
/// The folder is `VITCOD_CACHE`, else `$XDG_CACHE_HOME/vitcod`, else `~/.cache/vitcod`. It may be
/// shared by any number of processes and deleted at any time.
public actor BuildCache {
  /// The cache that simulations use unless they are given another.
  public static let shared = BuildCache()

  private let environment: [String: String]
  private let folder: CacheFolder
  private var toolchainSearch: Task<Toolchain, any Error>?
  private var builds: [ContentKey: Task<Build, any Error>] = [:]
  private var objects: [ContentKey: Task<String, any Error>] = [:]

  /// A library and how it came about.
  public struct Build: Hashable, Sendable {
    public var libraryPath: String
    public var report: BuildReport
  }

  /// - Parameter environment: Where `VITCOD_CACHE`, `XDG_CACHE_HOME`, `VERILATOR`, `CXX` and
  ///   `PATH` are looked up.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.environment = environment
    folder = CacheFolder(environment: environment)
  }

  /// Where the cache lies.
  public nonisolated var path: String { folder.path }

  /// The tools in use.
  ///
  /// - Throws: `SimulationError.toolUnavailable`.
  public func toolchain() async throws -> Toolchain {
    let environment = environment
    let search = toolchainSearch ?? Task { try await Toolchain.find(environment: environment) }
    toolchainSearch = search
    return try await search.simulationValue
  }

  /// The library of a design, from the cache if it is there.
  ///
  /// Two calls at once for the same content build it once.
  ///
  /// - Throws: `SimulationError`: `.invalidDesign`, `.portsDiffer`, `.refusedByVerilator`,
  ///   `.compilationFailed`, `.toolUnavailable` or `.cacheUnavailable`.
  public func build(
    _ design: DesignUnderTest, waveforms: Waveforms = .none
  ) async throws -> Build {
    let start = ContinuousClock.now
    try design.check()
    let toolchain = try await toolchain()
    let key = VerilatorBuild.key(design, waveforms, toolchain)
    if let running = builds[key] { return try await running.simulationValue }
    let library = folder.library(key)
    if folder.holds(library) {
      return Build(
        libraryPath: library, report: report(design, waveforms, library, steps: [], since: start))
    }
    let task = Task<Build, any Error> {
      let steps = try await buildTwice(design, waveforms, toolchain, library)
      return Build(
        libraryPath: library,
        report: report(design, waveforms, library, steps: steps, since: start))
    }
    builds[key] = task
    defer { builds[key] = nil }
    return try await task.simulationValue
  }

  private func report(
    _ design: DesignUnderTest, _ waveforms: Waveforms, _ library: String,
    steps: [BuildReport.Step], since start: ContinuousClock.Instant
  ) -> BuildReport {
    let warnings = try? String(
      contentsOfFile: folder.warnings(ofLibrary: library), encoding: .utf8)
    return BuildReport(
      design: design.topName, waveforms: waveforms, steps: steps,
      seconds: (ContinuousClock.now - start).seconds, warnings: warnings ?? "")
  }

  /// A build whose files were deleted under its feet is tried once more.
  private func buildTwice(
    _ design: DesignUnderTest, _ waveforms: Waveforms, _ toolchain: Toolchain, _ library: String
  ) async throws -> [BuildReport.Step] {
    do {
      return try await buildOnce(design, waveforms, toolchain, library)
    } catch is CacheFolder.Vanished {
      return try await buildOnce(design, waveforms, toolchain, library)
    }
  }

  private func buildOnce(
    _ design: DesignUnderTest, _ waveforms: Waveforms, _ toolchain: Toolchain, _ library: String
  ) async throws -> [BuildReport.Step] {
    let cache = folder
    return try await cache.withWorkFolder { work in
      let build = VerilatorBuild(
        design: design, waveforms: waveforms, toolchain: toolchain, folder: work, cache: cache,
        runtimeObject: { try await self.runtimeObject($0, waveforms, toolchain) })
      let product = try await build.run()
      if !product.warnings.isEmpty {
        // Before the library, so that whoever finds that finds these.
        try cache.write([SourceFile(name: "warnings", text: product.warnings)], to: work)
        try cache.publish(work + "/warnings", as: cache.warnings(ofLibrary: library))
      }
      try cache.publish(product.library, as: library)
      return product.steps
    }
  }

  /// Compiles a file of the Verilated runtime, once for a toolchain and a kind of build.
  private func runtimeObject(
    _ name: String, _ waveforms: Waveforms, _ toolchain: Toolchain
  ) async throws -> String {
    let flags = CompilerFlags(toolchain: toolchain, waveforms: waveforms)
    var key = ContentKey()
    key.add(toolchain.identity)
    key.add(flags.runtime + [name, BenchText.hooks.text])
    if let running = objects[key] { return try await running.value }
    let object = folder.object(key)
    if folder.holds(object) { return object }
    let cache = folder
    let task = Task<String, any Error> {
      try await cache.withWorkFolder { work in
        try cache.write([BenchText.hooks], to: work)
        let file = "\(toolchain.include)/\(name).cpp"
        let words = toolchain.compiler + flags.runtime + ["-c", file, "-o", "runtime.o"]
        let outcome = try await Command(words: words, folder: work).run()
        if !outcome.isSuccess {
          throw SimulationError.compilationFailed(design: "runtime/\(name)", text: outcome.text)
        }
        try cache.publish(work + "/runtime.o", as: object)
      }
      return object
    }
    objects[key] = task
    defer { objects[key] = nil }
    return try await task.value
  }
}

extension Task where Failure == any Error {
  /// The value of a task of this cache, which fails with simulation errors.
  fileprivate var simulationValue: Success {
    get async throws {
      do {
        return try await value
      } catch is CacheFolder.Vanished {
        throw SimulationError.cacheUnavailable(
          "The build cache is being deleted while it is used; build again.")
      }
    }
  }
}
