import Basics
import TensorFiles

/// The names of a file without their prefix, and whose names they are.
struct TensorNames: Sendable {
  let naming: TensorNaming
  /// From a name of the naming to that of the file.
  let places: [String: String]

  /// What training scripts, compilers and wrappers put before all names of a network.
  private static let wrappers = ["module.", "model.", "backbone.", "_orig_mod.", "timm_model."]
  /// What Hugging Face puts before all names but those of the classifiers.
  private static let families = ["vit.", "deit.", "dinov2."]

  /// - Throws: `Refusal` for a file whose network is of another kind, told by its names.
  init(_ file: SafetensorsFile, path: String) throws(Refusal) {
    let (wrapper, family) = try Self.prefix(file, path: path)
    var places: [String: String] = [:]
    for entry in file.entries {
      let name = entry.name
      guard name.hasPrefix(wrapper) else {
        throw Refusal(
          in: "\(path), \(name.shown)",
          "The name lacks the prefix \"\(wrapper)\" of the patch embedding; write a file of one "
            + "network.")
      }
      let unwrapped = String(name.dropFirst(wrapper.count))
      let plain =
        unwrapped.hasPrefix(family) ? String(unwrapped.dropFirst(family.count)) : unwrapped
      if let other = places.updateValue(name, forKey: plain) {
        throw Refusal(
          in: "\(path), \(name.shown)",
          "The tensor is the same part of the network as \(other.shown); write a file of one "
            + "network.")
      }
    }
    self.places = places
    naming = Self.naming(of: places.keys)
    try checkNames(file, path: path)
  }

  /// The one that knows most of the names.
  private static func naming(of names: some Sequence<String>) -> TensorNaming {
    let names = Array(names)
    let scores = TensorNaming.all.map { naming in names.count(where: naming.knows) }
    let best = zip(TensorNaming.all, scores).max { $0.1 < $1.1 }
    return best?.0 ?? .timm
  }

  /// What stands before the name of the patch embedding, which every Vision Transformer has: a
  /// prefix of all names and a prefix of those that are not a classifier's.
  private static func prefix(
    _ file: SafetensorsFile, path: String
  ) throws(Refusal) -> (wrapper: String, family: String) {
    let anchors = Set(TensorNaming.all.map { $0.patchEmbedding + ".weight" }).sorted()
    var found: [(name: String, prefix: Substring)] = []
    for entry in file.entries {
      guard let anchor = anchors.first(where: entry.name.hasSuffix) else { continue }
      found.append((entry.name, entry.name.dropLast(anchor.count)))
    }
    guard let first = found.first else {
      throw Refusal(
        in: path,
        "There is no tensor \(anchors.joined(separator: " or ")), with which a Vision Transformer "
          + "begins; give the safetensors file of a ViT, DeiT or DINOv2, of timm or Hugging Face.")
    }
    guard found.count == 1 else {
      throw Refusal(
        in: path,
        "There are \(found.count) patch embeddings, \(first.name.shown) and "
          + "\(found[1].name.shown), but a network has one; write a file of one network.")
    }
    var rest = first.prefix
    while let wrapper = wrappers.first(where: rest.hasPrefix) { rest.removeFirst(wrapper.count) }
    guard rest.isEmpty || families.contains(String(rest)) else {
      throw Refusal(
        in: "\(path), \(first.name.shown)",
        "The prefix \"\(String(rest).shown)\" is none of a ViT, DeiT or DINOv2; if it is one, "
          + "rename the tensors to timm's names.")
    }
    return (String(first.prefix.dropLast(rest.count)), String(rest))
  }

  /// Every tensor of the file has a name of the naming, so that no other model is taken for one.
  private func checkNames(_ file: SafetensorsFile, path: String) throws(Refusal) {
    let plain = Dictionary(uniqueKeysWithValues: places.map { ($0.value, $0.key) })
    let unknown = file.entries.filter { !naming.knows(plain[$0.name] ?? $0.name) }
    for entry in unknown {
      guard let feature = ForeignFeature.description(of: entry.name) else { continue }
      throw Refusal(
        in: "\(path), \(entry.name.shown)",
        "The tensor \(entry.shape) belongs to \(feature), which is not supported; give a ViT, DeiT "
          + "or DINOv2 without.")
    }
    if let entry = unknown.first {
      throw Self.useless(entry, naming, path: path)
    }
  }

  /// A tensor that no part of the network is made of.
  static func useless(
    _ entry: SafetensorsFile.Entry, _ naming: TensorNaming, path: String
  ) -> Refusal {
    Refusal(
      in: "\(path), \(entry.name.shown)",
      "The tensor \(entry.shape) is no part of the network that the other names tell "
        + "(\(naming.family)); give a ViT, DeiT or DINOv2, or leave out what it does not need.")
  }
}
