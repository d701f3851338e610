#include "misbehaviour_section.hpp"

namespace assay::bmc {
namespace {

using Seconds = std::chrono::duration<double>;

double probability(Section& section, std::string_view key) {
    const double value = section.number(key, 0);
    if (value < 0 || value > 1) section.reject(key, "a probability from 0 to 1");
    return value;
}

}  // namespace

std::shared_ptr<const MisbehaviourModel> read_misbehaviour(Section section) {
    auto model = std::make_shared<MisbehaviourModel>();
    model->lost = probability(section, "lost");
    model->duplicated = probability(section, "duplicated");
    model->late = probability(section, "late");
    const double lateness = section.number("lateness", Seconds{model->lateness}.count());
    if (lateness < 0 || lateness > 60) section.reject("lateness", "seconds from 0 to 60");
    model->lateness = std::chrono::duration_cast<base::Duration>(Seconds{lateness});
    model->wrong_checksum = probability(section, "wrong_checksum");
    model->wrong_completion = probability(section, "wrong_completion");
    model->completion = static_cast<std::uint8_t>(section.integer("completion", 1, 0xFF, model->completion));
    model->sdr_loop = section.flag("sdr_loop", false);
    section.finish();
    return model;
}

}  // namespace assay::bmc
