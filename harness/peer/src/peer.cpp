#include "assay/peer/peer.hpp"

#include <fmt/format.h>

#include "assay/script/verdict.hpp"
#include "case_player.hpp"

namespace assay::peer {
namespace {

constexpr const char* path = "/wsman";

}  // namespace

script::Setting setting_for(const std::string& authority, const std::string& elsewhere,
                            const suite::Driver* driver, std::uint64_t seed) {
    script::Setting setting;
    setting.seed = seed;
    setting.host = authority;
    setting.path = path;
    setting.url = fmt::format("http://{}{}", authority, path);
    setting.elsewhere = fmt::format("http://{}{}", elsewhere, path);
    if (driver != nullptr) {
        setting.profile = driver->facts;
    } else {
        setting.profile.held = script::Table{{"name", script::Value{std::string{"by-hand"}}}};
    }
    return setting;
}

bool certify(const PeerJob& job, Listener& listener, record::JournalWriter& journal, const base::Clock& clock,
             const std::atomic<bool>& stop, const OnCase& on_case,
             const std::function<void(const std::string&)>& tell) {
    Stage stage{job, listener, journal, clock, stop};
    for (const suite::PlannedCase& planned : job.plan->cases) {
        if (!planned.not_applicable.empty()) continue;
        const auto outcome = CasePlayer{stage, planned.definition, tell}.play();
        if (!outcome) return false;
        on_case(planned, script::verdict_of(*outcome, *job.rules));
    }
    journal.run_ended(clock.now() - job.began);
    return true;
}

}  // namespace assay::peer
