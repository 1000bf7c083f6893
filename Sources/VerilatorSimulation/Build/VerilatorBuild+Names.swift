import Foundation

extension VerilatorBuild {
  /// Whether ports are parts of vectors, which the bench knows one by one, or a port of the model
  /// has a name that means something else in C++. The headers are asked, since every version of
  /// Verilator and of the compiler has others.
  func needsWrapper() async throws -> Bool {
    if !design.vectors.isEmpty { return true }
    let doubtful = design.ports.map(\.name).filter { !CppNames.isPlain($0) }
    if doubtful.isEmpty { return false }
    if doubtful.contains(where: CppNames.reserved.contains) { return true }
    try cache.write(BenchText.files + [Self.allHeaders], to: bench)
    let words =
      toolchain.compiler + flags.model + ["-isystem", model, "-dM", "-E", Self.allHeaders.name]
    let macros = try await toolchain.run(words, in: bench)
    let names = CppNames(headers: headers(), macros: macros.answer)
    return !macros.isSuccess || doubtful.contains(where: names.contains)
  }

  private static let allHeaders = SourceFile(
    name: "headers.cpp",
    text: """
      #include "\(BenchText.hooks.name)"
      #include "bench.hpp"
      #include "data.hpp"
      #include "model_repairs.hpp"
      #include "\(VerilatedFiles.prefix)__Syms.h"

      """)

  /// The texts of the model's headers and of those of the runtime.
  private func headers() -> [String] {
    [model, toolchain.include].flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.filter { $0.hasSuffix(".h") }.compactMap {
        try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)
      }
    }
  }
}
