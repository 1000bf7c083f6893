import Basics
import Foundation
import TensorFiles

/// Files that are a part of a network: a shard of several, their index, or a configuration.
enum ShardRefusal {
  private static let remedy =
    "in Python, save_file({name: tensor for file in files for name, tensor in "
    + "load_file(file).items()}, \"whole.safetensors\") of safetensors.torch joins them."

  /// - Throws: `Refusal` for a path of such a file.
  static func check(_ path: String) throws(Refusal) {
    let (folder, name) = parts(path)
    if name.lowercased().hasSuffix(".json"), FileManager.default.fileExists(atPath: path) {
      guard let files = shards(index: path) else {
        throw Refusal(
          in: path,
          "The file is no network but says something of one; give the safetensors file beside it.")
      }
      throw Refusal(
        in: path,
        "The file is the index of a network in \(files.count) files "
          + "(\(listed(files))); \(files.count > 1 ? remedy : "give the file.")")
    }
    if let match = name.wholeMatch(of: /.*-0*(\d+)-of-0*(\d+)\.safetensors/), match.2 != "1" {
      throw Refusal(
        in: path, "The file is part \(match.1) of \(match.2) of a network; \(remedy)")
    }
    for index in indices(folder) {
      if let files = shards(index: folder + index), files.count > 1, files.contains(name) {
        throw Refusal(
          in: path,
          "The file is one of \(files.count) parts of a network, as \(index.shown) says; \(remedy)")
      }
    }
  }

  /// The folder with its slash, and the name.
  private static func parts(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
  }

  private static func indices(_ folder: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
    return (names ?? []).filter { $0.hasSuffix(".safetensors.index.json") }.sorted()
  }

  /// The files that an index lists; nil for a file that is no index.
  private static func shards(index path: String) -> [String]? {
    guard let handle = FileHandle(forReadingAtPath: path),
      let data = try? handle.read(upToCount: ModelConfiguration.bytesMax),
      let map = JSONValue(parsing: Array(data))?.object?["weight_map"]?.object
    else { return nil }
    return Set(map.values.compactMap(\.text)).sorted()
  }

  private static func listed(_ files: [String]) -> String {
    files.prefix(3).map(\.shown).joined(separator: ", ") + (files.count > 3 ? ", ..." : "")
  }
}
