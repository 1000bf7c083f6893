import Foundation

/// The environment that tools run in, and where they are looked for.
///
/// Tools run in folders of their own, so paths that start at the caller's folder are made absolute
/// for them. They speak as on any other machine, whatever the caller's locale: in English, and
/// without a complaint where that locale is not installed.
package struct ToolEnvironment: Hashable, Sendable {
  /// What tools get.
  package let variables: [String: String]
  package let paths: CallerPaths

  private static let pathNames = [
    "VERILATOR_ROOT", "TMPDIR", "TMP", "TEMP", "HOME", "CCACHE_DIR", "GCC_EXEC_PREFIX",
  ]
  private static let listNames = [
    "LD_LIBRARY_PATH", "LIBRARY_PATH", "CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH",
    "COMPILER_PATH", "PERL5LIB",
  ]

  /// - Parameters:
  ///   - environment: The caller's.
  ///   - folder: The caller's.
  package init(
    _ environment: [String: String] = ProcessInfo.processInfo.environment,
    folder: String = FileManager.default.currentDirectoryPath
  ) {
    let paths = CallerPaths(environment: environment, folder: folder)
    self.paths = paths
    var variables = environment
    for name in Self.pathNames {
      // To some tools, an empty variable is a folder without a name.
      let path = environment[name].flatMap { $0.isEmpty ? nil : $0 }
      variables[name] = path.map { paths.absolute($0) }
    }
    for name in Self.listNames {
      let list = environment[name].flatMap { $0.isEmpty ? nil : $0 }
      variables[name] = list.map { paths.absolute(list: $0) }
    }
    variables["PATH"] = paths.absolute(list: environment["PATH"] ?? Self.standardPath)
    // Verilator's script looks for this one beside itself first, and then as it is.
    if let program = environment["VERILATOR_BIN"], program.contains("/"),
      variables["VERILATOR_ROOT"] == nil, Self.isProgram(paths.absolute(program))
    {
      variables["VERILATOR_BIN"] = paths.absolute(program)
    }
    variables["LC_ALL"] = "C"
    variables["LANGUAGE"] = nil
    self.variables = variables
  }

  private static let standardPath = "/usr/bin:/bin"

  /// A variable that is set to something.
  package subscript(name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The absolute path of the file that a shell would run for `name`; nil if there is none.
  package func locate(_ name: String) -> String? {
    let places =
      name.contains("/")
      ? [paths.absolute(name)]
      : paths.folders(of: variables["PATH"] ?? "").map { "\($0)/\(name)" }
    return places.first(where: Self.isProgram)
  }

  /// Where a tool of that name is not, if it is not found.
  package static func place(of name: String) -> String {
    name.contains("/") ? "a program" : "on the path"
  }

  /// A folder may be executable too.
  package static func isProgram(_ path: String) -> Bool {
    FileKind(of: path) == .file && access(path, X_OK) == 0
  }
}
