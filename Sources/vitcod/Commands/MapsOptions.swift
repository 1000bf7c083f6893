import ArgumentParser
import AttentionSpec
import SplitAndConquer
import TensorFiles

/// The averaged attention maps.
struct MapsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Softmax attention averaged over images, a NumPy array of float16, float32 or float64, "
        + "[blocks, heads, n, n], [heads, n, n] or [n, n], in an npy or npz file. Rows are "
        + "queries and sum to 1.",
      valueName: "file"))
  var maps: String?

  @Option(
    help: ArgumentHelp(
      "The name of the array with the maps, if an npz file holds several.", valueName: "name"))
  var mapsMember: String?

  func validate() throws {
    if mapsMember != nil && maps == nil {
      throw ValidationError("--maps-member names an array of a file; give --maps as well.")
    }
  }

  /// The maps, if a file is given.
  ///
  /// - Throws: `CommandFailure` or `Refusal` for a file that holds none.
  func read() throws -> AttentionMaps? {
    guard let maps else { return nil }
    let tensor = try ArrayChoice(
      path: maps, member: mapsMember, content: "attention maps", memberOption: "--maps-member"
    ).tensor()
    do {
      return try AttentionMaps(tensor)
    } catch let refusal as Refusal {
      throw refusal.placed(in: maps)
    }
  }
}

extension AttentionMaps {
  /// - Throws: `Refusal` for a shape that is not one of maps, or as the other initialiser;
  ///   `Refusal` for elements that are no floats.
  fileprivate init(_ tensor: Tensor) throws {
    let shape = tensor.shape
    guard (2...4).contains(shape.count), let tokens = shape.last, shape[shape.count - 2] == tokens
    else {
      throw Refusal(
        "The array has the shape \(shape), but attention maps are [blocks, heads, n, n], "
          + "[heads, n, n] or [n, n]; reshape it.")
    }
    let values =
      tensor.elementType == .float64
      ? tensor.numbers().map { Float($0) } : try tensor.floats()
    try self.init(
      blocks: shape.count == 4 ? shape[0] : 1,
      heads: shape.count >= 3 ? shape[shape.count - 3] : 1, tokens: tokens, values: values)
  }
}
