import BenchSupport
import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

/// The cells of memories and their instances as they are emitted.
@Suite struct MemoryPrintingTests {
  @Test("The cells of every kind and option, and cells that hold contents")
  func cells() throws {
    let files = SystemVerilogEmitter().emit(try elaborate(MemoryGallery()))
    let own = [
      "memory_user_w70_d5_m14_write_first_i3_words.sv",
      "dual_port_user_w70_d5_write_first_i3_words.sv", "rom_user_w70_d5_i3_words.sv",
    ]
    let cells = files.filter { $0.name.hasPrefix("sram_") || own.contains($0.name) }
    #expect(cells.count == 11)
    for cell in cells { expectSnapshot(cell.text, cell.name) }
  }

  @Test("Calls under conditions, alone, in a choice and over a default")
  func conditions() throws {
    let files = SystemVerilogEmitter().emit(try elaborate(ConditionalMemories()))
    expectSnapshot(files[2].text, files[2].name)
  }

  @Test("ROMs: equal ones share a cell, wide words are broken into lines, the rest is zero")
  func tables() throws {
    let files = SystemVerilogEmitter(banner: ["Made by a test."]).emit(try elaborate(Tables()))
    #expect(
      files.map(\.name) == [
        "tables_squares_0.sv", "tables_wides.sv", "tables_cubes.sv", "tables.sv",
      ])
    for file in files { expectSnapshot(file.text, file.name) }
  }

  @Test("A memory with lanes and one with contents are instances of their cells")
  func instances() throws {
    let masked = SystemVerilogEmitter(arrays: .unrolled).emit(
      try elaborate(MemoryUser(MemoryOptions(.bits(32), depth: 12, maskGranularity: 8))))
    #expect(
      masked[1].text.contains(
        """
          sram_1r1w_masked #(
            .Width(32),
            .Depth(12),
            .AddressWidth(4),
            .LaneWidth(8)
          ) u_words (
            .clk_i  (clk_i),
            .we_i   (write_i),
            .waddr_i(write_address_i),
            .wdata_i(data_i),
            .wmask_i(mask_i),
            .re_i   (read_i),
            .raddr_i(read_address_i),
            .rdata_o(words_read_data)
          );

        """))
    let filled = SystemVerilogEmitter(arrays: .unrolled).emit(
      try elaborate(DualPortUser(MemoryOptions(.bits(8), depth: 4, initial: [[1]]))))
    #expect(
      filled[1].text.contains(
        """
          dual_port_user_w8_d4_i1_words u_words (
            .clk_i    (clk_i),
            .a_en_i   (enable_0_i),
            .a_we_i   (write_0_i),
            .a_addr_i (address_0_i),
            .a_wdata_i(data_0_i),
            .a_rdata_o(words_a_read_data),
            .b_en_i   (enable_1_i),
            .b_we_i   (write_1_i),
            .b_addr_i (address_1_i),
            .b_wdata_i(data_1_i),
            .b_rdata_o(words_b_read_data)
          );

        """))
  }
}
