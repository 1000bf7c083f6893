import Foundation
import HostTools

/// Builds designs to shared libraries and keeps them by content: the same sources, ports, test
/// bench, flags, tools and processor give the same library, built once.
///
/// The folder is `VITCOD_CACHE`, else `$XDG_CACHE_HOME/vitcod`, else `$HOME/.cache/vitcod`. It may
/// be shared by any number of processes and deleted at any time; what is damaged is built anew.
public actor BuildCache {
  /// The cache that simulations use unless they are given another.
  public static let shared = BuildCache()

  private let environment: [String: String]
  private let folder: CacheFolder
  private var toolchainSearch: Task<Toolchain, any Error>?
  private var builds: [ContentKey: Task<Build, any Error>] = [:]
  private var shared: [ContentKey: Task<SharedProduct, any Error>] = [:]
  /// Libraries that were found whole, as they were then.
  private var inspected: [String: FileIdentity] = [:]

  /// A library and how it came about.
  public struct Build: Hashable, Sendable {
    public var libraryPath: String
    public var report: BuildReport
  }

  /// - Parameter environment: Where `VITCOD_CACHE`, `XDG_CACHE_HOME`, `HOME`, `VERILATOR`, `CXX`
  ///   and `PATH` are looked up, and what the tools get.
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
  /// Calls at once for the same content build it once, from any number of processes.
  ///
  /// - Parameter progress: Is told what a build is at; not called if there is nothing to build.
  /// - Throws: `SimulationError`: `.invalidDesign`, `.portsDiffer`, `.refusedByVerilator`,
  ///   `.compilationFailed`, `.toolUnavailable` or `.cacheUnavailable`.
  public func build(
    _ design: DesignUnderTest, waveforms: Waveforms = .none,
    progress: @escaping @Sendable (BuildStage) -> Void = { _ in }
  ) async throws -> Build {
    let start = ContinuousClock.now
    try design.check()
    let toolchain = try await toolchain()
    let key = VerilatorBuild.key(design, waveforms, toolchain)
    if let running = builds[key] { return try await running.simulationValue }
    let entry = folder.design(key)
    let library = entry.file(Self.libraryName)
    var notices: [String] = []
    switch inspect(entry, library) {
    case .whole: return found(design, waveforms, entry, since: start)
    case .damaged(let reason):
      notices.append(Self.notice("The library of \(design.topName)", reason))
    case .absent: break
    }
    let task = Task<Build, any Error> { [notices] in
      try await folder.lock(key).run(waiting: { progress(.waiting) }) { hasWaited in
        if hasWaited, await inspect(entry, library) == .whole {
          return await found(design, waveforms, entry, since: start)
        }
        let product = try await buildTwice(design, waveforms, toolchain, entry, progress)
        return Build(
          libraryPath: library,
          report: BuildReport(
            design: design.topName, waveforms: waveforms, steps: product.steps,
            seconds: start.secondsSince, warnings: product.warnings,
            notices: notices + product.notices))
      }
    }
    builds[key] = task
    defer { builds[key] = nil }
    return try await task.simulationValue
  }

  /// A library that is in the cache.
  private func found(
    _ design: DesignUnderTest, _ waveforms: Waveforms, _ entry: CacheEntry,
    since start: ContinuousClock.Instant
  ) -> Build {
    Build(
      libraryPath: entry.file(Self.libraryName),
      report: BuildReport(
        design: design.topName, waveforms: waveforms, steps: [], seconds: start.secondsSince,
        warnings: warnings(entry)))
  }

  private static let libraryName = "design.so"
  private static let warningsName = "warnings"

  private static func notice(_ what: String, _ reason: String) -> String {
    "\(what) in the build cache was damaged (\(reason)) and is built anew."
  }

  /// Looks at all bytes of an entry, but not twice at the same ones.
  private func inspect(_ entry: CacheEntry, _ library: String) -> CacheEntry.State {
    let identity = FileIdentity(of: library)
    if let identity, inspected[library] == identity { return .whole }
    let state = entry.state
    inspected[library] = state == .whole ? identity : nil
    return state
  }

  private func warnings(_ entry: CacheEntry) -> String {
    (try? String(contentsOfFile: entry.file(Self.warningsName), encoding: .utf8)) ?? ""
  }

  /// A build whose files were deleted under its feet is tried once more.
  private func buildTwice(
    _ design: DesignUnderTest, _ waveforms: Waveforms, _ toolchain: Toolchain, _ entry: CacheEntry,
    _ progress: @escaping @Sendable (BuildStage) -> Void
  ) async throws -> VerilatorBuild.Product {
    do {
      return try await buildOnce(design, waveforms, toolchain, entry, progress)
    } catch is CacheFolder.Vanished {
      return try await buildOnce(design, waveforms, toolchain, entry, progress)
    }
  }

  private func buildOnce(
    _ design: DesignUnderTest, _ waveforms: Waveforms, _ toolchain: Toolchain, _ entry: CacheEntry,
    _ progress: @escaping @Sendable (BuildStage) -> Void
  ) async throws -> VerilatorBuild.Product {
    let cache = folder
    return try await cache.withWorkFolder { work in
      let build = VerilatorBuild(
        design: design, waveforms: waveforms, toolchain: toolchain, folder: work, cache: cache,
        shared: { try await self.product(of: $0, toolchain) }, progress: progress)
      let product = try await build.run()
      try cache.write([SourceFile(name: Self.warningsName, text: product.warnings)], to: work)
      try cache.publish(
        [
          (product.library, Self.libraryName),
          ("\(work)/\(Self.warningsName)", Self.warningsName),
        ], from: work, as: entry)
      return product
    }
  }

  /// Compiles something that many builds need, or finds it.
  private func product(
    of compilation: SharedCompilation, _ toolchain: Toolchain
  ) async throws -> SharedProduct {
    let key = compilation.key(toolchain)
    if let running = shared[key] { return try await running.value }
    let entry = folder.runtime(key)
    var product = SharedProduct(path: entry.file(compilation.product))
    switch inspect(entry, product.path) {
    case .whole: return product
    case .damaged(let reason): product.notice = Self.notice(compilation.subject, reason)
    case .absent: break
    }
    let cache = folder
    let task = Task<SharedProduct, any Error> { [product] in
      try await cache.lock(key).run { hasWaited in
        if hasWaited, await inspect(entry, product.path) == .whole {
          return SharedProduct(path: product.path)
        }
        try await cache.withWorkFolder { work in
          try cache.write(compilation.files, to: work)
          let name = compilation.product
          let outcome = try await toolchain.run(compilation.words + ["-o", name], in: work)
          if !outcome.isSuccess {
            throw SimulationError.compilationFailed(
              design: "runtime/\(name)", text: outcome.text)
          }
          try cache.publish([("\(work)/\(name)", name)], from: work, as: entry)
        }
        return product
      }
    }
    shared[key] = task
    defer { shared[key] = nil }
    return try await task.value
  }
}

extension ContinuousClock.Instant {
  /// From this instant to now.
  fileprivate var secondsSince: Double { (ContinuousClock.now - self).seconds }
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
