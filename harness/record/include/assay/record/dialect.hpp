// What a peer speaks like, told from its behaviour.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay::record {

/// One habit that a dialect is known by, and whether the run showed it.
struct SignSeen {
    enum class Answer { shown, contradicted, not_seen };

    std::string id;
    std::string meaning;  ///< one sentence: what the dialect does
    std::string source;   ///< where that is known from
    Answer answer = Answer::not_seen;
    std::string evidence = {};   ///< what was there, in a few words; empty when nothing was seen
    std::uint32_t exchange = 0;  ///< Exchange::id that decided it; 0 when nothing was seen
};

/// A dialect, held against a run.
struct DialectMatch {
    std::string name;
    std::string title;
    std::size_t shown = 0;    ///< signs that the run shows
    std::size_t decided = 0;  ///< signs that it shows or contradicts
    double likeness = 0;      ///< 0 to 1: the weight of what is shown in all that was decided
    std::vector<SignSeen> signs;
    std::vector<std::string> bugs;  ///< known of such products, to look at: "B005: what happened"
};

}  // namespace assay::record
