// The reference WS-Management service.
#include "assay/server/command_line.hpp"

int main(int argc, char** argv) { return assay::server::run_wsmand({argv + 1, argv + argc}); }
