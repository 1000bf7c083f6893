import AttentionSpec
import Testing

@testable import vitcod

@Suite("What is said during a build")
struct BuildProgressTests {
  private let progress = BuildProgress(
    AcceleratorConfiguration(
      name: "big", array: ArrayShape(lines: 256, macsPerLine: 16, elements: 32),
      capacity: .init(
        tokens: 16, headDimension: 16)))

  @Test("First what is built, how large it is, and how long such ones took")
  func first() {
    #expect(
      progress.lines(.verilating, seconds: 2) == [
        "Building the simulation of big, 4096 MACs: Verilator reads the SystemVerilog. The build "
          + "is kept for the next time.",
        "Arrays of 512, 2048, 4096 and 8192 MACs took 5, 26, 78 and 240 s of one core where they "
          + "were measured.",
      ])
  }

  @Test("Then again and again what goes on, and once what can be done")
  func later() {
    #expect(
      progress.lines(.compiling(modelBytes: 11_349_999), seconds: 45)
        == ["45 s: the C++ compiler works on 11.3 MB of model."])
    #expect(progress.lines(.linking, seconds: 75) == ["75 s: the library is linked."])
    #expect(progress.lines(.waiting, seconds: 30) == ["30 s: another process is at it."])
    let minute = progress.lines(.verilating, seconds: 60)
    #expect(minute.count == 2)
    #expect(minute.last?.contains("smaller one") == true)
  }
}
