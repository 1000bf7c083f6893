import ArgumentParser
import Basics
import ModelImport
import NetworkPipeline
import NetworkSpec
import ReferenceModel
import TensorFiles

/// What a run leaves in files.
struct SaveOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the masks, a NumPy array of bool, [blocks, heads, n, n], True = kept.",
      valueName: "npy"))
  var saveMasks: String?

  @Option(
    help: ArgumentHelp(
      "Write the network with its auto-encoders, float32 under timm's names.",
      valueName: "safetensors"))
  var saveModel: String?

  @Option(
    help: ArgumentHelp(
      "Write every tensor of the first image in integers, as the reference model computes it, with "
        + "its scale, and all that a head needs and makes; docs/checkpoints.md lists the arrays.",
      valueName: "npz"))
  var saveCheckpoints: String?

  func validate() throws {
    try OutputKind.npy.check("--save-masks", saveMasks)
    try OutputKind.safetensors.check("--save-model", saveModel)
    try OutputKind.npz.check("--save-checkpoints", saveCheckpoints)
  }

  /// Checks that the files can be written, before the work.
  ///
  /// - Throws: `CommandFailure` if not.
  func outputs(inputs: [String]) throws -> SavedFiles {
    func file(_ path: String?) throws -> OutputFile? {
      try path.map { try OutputFile(path: $0, inputs: inputs) }
    }
    let files = SavedFiles(
      masks: try file(saveMasks), model: try file(saveModel),
      checkpoints: try file(saveCheckpoints))
    try OutputFile.refuseDuplicates(
      [files.masks, files.model, files.checkpoints].compactMap(\.self))
    return files
  }
}

/// The files of a run.
struct SavedFiles {
  let masks: OutputFile?
  let model: OutputFile?
  let checkpoints: OutputFile?

  /// Writes what was asked for.
  ///
  /// - Throws: `CommandFailure` for a file that cannot be written, `Refusal` for what the
  ///   formats do not hold.
  func write(_ preparation: ModelPreparation, _ file: ModelFile, _ images: ImageSet) throws {
    var contents = try contents(preparation, file)
    if let checkpoints {
      let network = preparation.quantized
      let record = try CheckpointRecord(
        IntegerNetwork(network), network.pixels.quantized(images, 0))
      contents.append((checkpoints, try CheckpointFile(record, network).bytes()))
    }
    try OutputFile.write(contents)
    for content in contents { StandardStreams.printError("Wrote \(content.file.path).") }
  }

  private func contents(
    _ preparation: ModelPreparation, _ file: ModelFile
  ) throws -> [(file: OutputFile, bytes: [UInt8])] {
    var contents: [(file: OutputFile, bytes: [UInt8])] = []
    if let masks {
      let networkMasks = preparation.masks
      let tensor = try Tensor(
        shape: [networkMasks.blocks, networkMasks.heads, networkMasks.tokens, networkMasks.tokens],
        elements: networkMasks.masks.flatMap(\.kept))
      contents.append((masks, try NpyFile.bytes(of: tensor)))
    }
    if let model {
      let bytes = try ModelFile.bytes(
        of: preparation.weights, pixelNormalization: file.pixelNormalization,
        // The format separates names by commas, which those of ImageNet contain.
        classNames: file.classNames.flatMap { $0.contains { $0.contains(",") } ? nil : $0 })
      contents.append((model, bytes))
    }
    return contents
  }
}
