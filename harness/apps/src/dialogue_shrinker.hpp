// Makes the dialogue with a BMC behind a finding as small as it can be while the finding stays: fewer
// datagrams, fewer fields that the case sets, shorter data.
#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "assay/record/exchange.hpp"
#include "shrinker.hpp"

namespace assay::apps {

/// The datagrams that are needed for a finding, with what came back, in order.
struct ShrunkDialogue {
    std::string case_id;
    std::string rule;
    std::vector<record::Exchange> exchanges;
    std::size_t datagrams_before = 0;
    std::size_t octets_before = 0;
    std::size_t tries = 0;
    bool exhausted = false;  ///< no datagram more can go and no data be shortened; else the search was ended

    [[nodiscard]] std::size_t octets() const;  ///< of what is sent
};

struct DialogueOutcome {
    std::optional<ShrunkDialogue> shrunk;
    std::string why_not;  ///< one sentence when there is none
};

/// Plays the case again and again, live, without some of its datagrams, without fields that it sets, and with
/// less data. What is not sent counts as not answered. A try counts when the case has a finding of the same
/// rule with the same message at the same datagram, which stays whole and is answered or not as before, and
/// when the BMC answers the canary afterwards.
/// @param access how to reach the BMC
/// @param stop   ends the search; what was found until then is returned
[[nodiscard]] DialogueOutcome shrink_dialogue(const PastCase& past, const std::string& rule,
                                              const ProductData& data, const drive::Access& access,
                                              const ShrinkLimits& limits, const base::Clock& clock,
                                              const std::atomic<bool>& stop);

/// The datagrams on standard output, decoded.
void print_shrunk(const ShrunkDialogue& dialogue);

/// A line a datagram, as fixtures/datagrams has them: "console" or "bmc", and its octets in hexadecimal.
[[nodiscard]] std::string datagram_lines(const ShrunkDialogue& dialogue);

}  // namespace assay::apps
