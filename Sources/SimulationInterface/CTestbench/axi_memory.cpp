// The models of the test bench that run in this process, whatever runs the design.
#include "../../../testbench/axi/axi_memory_interface.hpp"
