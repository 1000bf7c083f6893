import Foundation
import NetworkSpec
import TensorFiles
import TestSupport
import Testing

@testable import ModelImport

/// Names and shapes of the tensors that timm 1.0.31 and transformers 5.23 save for small models
/// with one block, listed in the folder `Published`.
@Suite("Published names")
struct PublishedNamesTests {
  @Test("What is and what is not imported, and why")
  func outcomes() throws {
    var report = ""
    for (title, table) in try Self.tables("imported") + Self.tables("refused") {
      report += title + "\n"
      do {
        let model = try table.model(options: .init(heads: 2))
        let shape = model.weights.shape
        report += "  imported as \(model.family): \(shape.classTokens) + \(shape.patches) tokens, "
        report += "width \(shape.width), hidden \(shape.hidden), \(shape.classes) classes, "
        report += "\(model.weights.readout.rawValue)\n"
      } catch {
        report += "  \(error)\n"
      }
    }
    expectSnapshot(report, "published.txt")
  }

  private static func tables(_ name: String) throws -> [(title: String, table: TensorTable)] {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Published/\(name).txt")
    var tables: [(title: String, table: TensorTable)] = []
    for line in try String(contentsOf: path, encoding: .utf8).split(separator: "\n") {
      if line.hasPrefix("# ") {
        tables.append((String(line.dropFirst(2)), TensorTable()))
      } else {
        let words = line.split(separator: " ")
        try tables[tables.count - 1].table.put(
          String(words[0]), words.dropFirst().compactMap { Int($0) })
      }
    }
    return tables
  }
}

/// Files of models beside the package; there are none in the repository.
@Suite("Real models")
struct RealModelTests {
  private static let paths: [String] = {
    let folder = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "../shared/data").standardized
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().filter { $0.hasSuffix(".safetensors") }
      .map { folder.appending(path: $0).path }
  }()

  @Test(
    "Models in the shared data folder are imported, and written and read again the same",
    .enabled(if: !paths.isEmpty, "there is no .safetensors file in ../shared/data"))
  func real() throws {
    for path in Self.paths {
      let weights = try ModelFile(path: path).weights
      let written = try ModelFile.bytes(of: weights)
      #expect(try ModelFile(parsing: written, named: path).weights == weights, "\(path)")
    }
  }
}
