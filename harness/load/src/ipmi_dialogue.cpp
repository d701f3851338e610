#include "assay/load/ipmi_dialogue.hpp"

#include "assay/base/octets.hpp"

namespace assay::load {

IpmiDialogue::IpmiDialogue(const ProgramPlay& play, std::uint64_t seed, unsigned user)
    : play_{play}, draw_{play, seed, user}, flow_{play.flows.data()} {}

void IpmiDialogue::begin() {
    flow_ = &draw_.next();
    next_ = 0;
    slots_ = play_.captured;
}

void IpmiDialogue::add(const Piece& piece) {
    if (const auto* field = std::get_if<Field>(&piece)) {
        // whoever reads scenario files has looked at every row
        command_.data.push_back(parse_octet(draw_.value_of(*field)).value_or(0));
        return;
    }
    const auto* slot = std::get_if<Captured>(&piece);
    const base::OctetView octets =
        base::octets_of(slot != nullptr ? slots_[slot->number] : std::get<std::string>(piece));
    command_.data.insert(command_.data.end(), octets.begin(), octets.end());
}

const IpmiCommand* IpmiDialogue::next() {
    if (next_ == flow_->steps.size()) return nullptr;
    const PreparedStep& step = flow_->steps[next_++];
    message_ = step.message;
    const BmcCommand& wanted = *step.step->bmc;
    command_.netfn = wanted.netfn;
    command_.number = wanted.number;
    command_.lun = wanted.lun;
    command_.data.clear();
    for (const Piece& piece : wanted.data) add(piece);
    return &command_;
}

std::optional<ErrorKind> IpmiDialogue::on_answer(base::OctetView data) {
    for (const OctetCapture& wanted : flow_->steps[next_ - 1].step->bmc->captures) {
        if (wanted.last > data.size()) return ErrorKind::not_captured;
        const base::OctetView octets = data.subspan(wanted.first - 1, wanted.last - wanted.first + 1);
        slots_[wanted.slot].assign(octets.begin(), octets.end());
    }
    return std::nullopt;
}

}  // namespace assay::load
