// What is attached to the streams of a design, and a memory that is.
#include "../../../../testbench/axi/axi_memory.h"
