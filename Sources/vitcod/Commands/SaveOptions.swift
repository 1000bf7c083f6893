import ArgumentParser
import ModelImport
import NetworkPipeline
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

  /// Checks that the files can be written, before the work.
  ///
  /// - Throws: `CommandFailure` if not.
  func outputs(inputs: [String]) throws -> SavedFiles {
    SavedFiles(
      masks: try saveMasks.map { try OutputFile(path: $0, inputs: inputs) },
      model: try saveModel.map { try OutputFile(path: $0, inputs: inputs) })
  }
}

/// The files of a run.
struct SavedFiles {
  let masks: OutputFile?
  let model: OutputFile?

  /// - Throws: `FileRefusal` for what the formats do not hold.
  func contents(
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
        classNames: file.classNames)
      contents.append((model, bytes))
    }
    return contents
  }
}
