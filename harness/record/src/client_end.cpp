#include "assay/record/client_end.hpp"

#include "names.hpp"

namespace assay::record {
namespace {

constexpr Names<ClientEnding, 4> endings{{{ClientEnding::exited, "exited"},
                                          {ClientEnding::crashed, "crashed"},
                                          {ClientEnding::timed_out, "timed_out"},
                                          {ClientEnding::not_seen, "not_seen"}}};

}  // namespace

std::string_view to_text(ClientEnding ending) { return name_of(endings, ending); }
std::optional<ClientEnding> client_ending_from(std::string_view text) { return value_of(endings, text); }

}  // namespace assay::record
