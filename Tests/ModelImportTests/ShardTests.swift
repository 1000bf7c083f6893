import Foundation
import NetworkSpec
import TensorFiles
import Testing

@testable import ModelImport

@Suite("Parts of a network")
struct ShardTests {
  private static let remedy =
    "in Python, save_file({name: tensor for file in files for name, tensor in "
    + "load_file(file).items()}, \"whole.safetensors\") of safetensors.torch joins them."

  /// The sentence with which a file is refused, in a folder with an index of two files.
  private func sentence(_ name: String, index: String = "model") throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "vitcod-shards-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let map = """
      {"metadata": {"total_size": 1}, "weight_map": {"a": "first.safetensors",
       "b": "second.safetensors", "c": "first.safetensors"}}
      """
    try Data(map.utf8).write(to: folder.appending(path: "\(index).safetensors.index.json"))
    try Data("{}".utf8).write(to: folder.appending(path: "config.json"))
    let bytes = try ModelFile.bytes(of: smallNetwork())
    let names = [
      "first.safetensors", "whole.safetensors", "model-00001-of-00003.safetensors",
      "model-00001-of-00001.safetensors",
    ]
    for name in names { try Data(bytes).write(to: folder.appending(path: name)) }
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 88\n"
    try Data(pointer.utf8).write(to: folder.appending(path: "pointer.safetensors"))
    let path = folder.appending(path: name).path
    let text = refusal { _ = try ModelFile(path: path) }
    return text.replacing(folder.path + "/", with: "")
  }

  @Test("A shard is called one, by its name or by the index beside it")
  func shards() throws {
    #expect(
      try sentence("model-00001-of-00003.safetensors")
        == "model-00001-of-00003.safetensors: The file is part 1 of 3 of a network; "
        + Self.remedy)
    #expect(
      try sentence("first.safetensors")
        == "first.safetensors: The file is one of 2 parts of a network, as "
        + "model.safetensors.index.json says; \(Self.remedy)")
  }

  @Test("A network in one file is read, whatever lies beside it")
  func whole() throws {
    #expect(try sentence("whole.safetensors") == "nothing was refused")
    #expect(try sentence("model-00001-of-00001.safetensors") == "nothing was refused")
  }

  @Test("An index, a configuration and a pointer of Git LFS are called what they are")
  func others() throws {
    #expect(
      try sentence("model.safetensors.index.json")
        == "model.safetensors.index.json: The file is the index of a network in 2 files "
        + "(first.safetensors, second.safetensors); \(Self.remedy)")
    #expect(
      try sentence("config.json")
        == "config.json: The file is no network but says something of one; give the safetensors "
        + "file beside it.")
    #expect(
      try sentence("no.json")
        == "no.json: The file cannot be read; give the path of a readable one.")
    #expect(
      try sentence("pointer.safetensors")
        == "pointer.safetensors: The file is a pointer of Git LFS to the real one; fetch that with "
        + "git lfs pull.")
  }
}
