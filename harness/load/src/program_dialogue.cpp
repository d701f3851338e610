#include "assay/load/program_dialogue.hpp"

#include <fmt/format.h>

namespace assay::load {

ProgramDialogue::ProgramDialogue(const ProgramPlay& play, MessageIds& ids, std::uint64_t seed, unsigned user)
    : play_{play}, ids_{ids}, draw_{play, seed, user}, flow_{play.flows.data()} {}

std::string_view ProgramDialogue::begin() {
    flow_ = &draw_.next();
    step_ = 0;
    ended_ = false;
    slots_ = play_.captured;
    slots_[unique_slot] = ids_.next();
    return write();
}

std::string_view ProgramDialogue::value_of(const Piece& piece) const {
    if (const auto* literal = std::get_if<std::string>(&piece)) return *literal;
    if (const auto* slot = std::get_if<Captured>(&piece)) return slots_[slot->number];
    const auto* field = std::get_if<Field>(&piece);
    return field == nullptr ? std::string_view{id_} : draw_.value_of(*field);
}

std::string_view ProgramDialogue::write() {
    const PreparedStep& step = current();
    std::size_t length = step.fixed_octets;
    bool has_id = false;
    for (const Piece& piece : step.envelope) {
        if (std::holds_alternative<Field>(piece) || std::holds_alternative<Captured>(piece))
            length += value_of(piece).size();
        has_id = has_id || std::holds_alternative<RequestId>(piece);
    }
    id_ = has_id ? ids_.next() : std::string_view{};
    request_ = step.head;
    fmt::format_to(std::back_inserter(request_), "{}\r\n\r\n", length);
    for (const Piece& piece : step.envelope) request_ += value_of(piece);
    return request_;
}

std::optional<ErrorKind> ProgramDialogue::capture(std::string_view body) {
    const Step& step = *current().step;
    for (const Capture& wanted : step.captures) {
        const auto found = wanted.attribute.empty()
                               ? element_content(body, wanted.element)
                               : element_content(body, wanted.element, wanted.attribute, wanted.value);
        if (!found) return ErrorKind::not_captured;
        slots_[wanted.slot] = *found;
    }
    if (step.role == Role::plain || step.role == Role::releases) return std::nullopt;
    ended_ = element_content(body, "EndOfSequence").has_value();
    if (ended_) return std::nullopt;
    // WS-Enumeration 2004/09 §3.2: a context in a PullResponse replaces the former one, else that stays valid
    if (const auto context = element_content(body, "EnumerationContext")) {
        slots_[context_slot] = *context;
    } else if (step.role == Role::opens) {
        return ErrorKind::no_context;
    }
    return std::nullopt;
}

Turn ProgramDialogue::on_answer(const Response& response) {
    if (const auto error = check(response, id_, current().step->expects))
        return {.error = failure_of(*error, response)};
    if (const auto error = capture(response.body)) return {.error = *error};
    const Role answered = current().step->role;
    const bool enumerates = answered != Role::plain && answered != Role::releases;
    const std::uint64_t items = enumerates ? count_items(response.body) : 0;
    if (answered == Role::pulls_to_end && !ended_) return {.octets = write(), .items = items};
    for (++step_; step_ < flow_->steps.size(); ++step_) {
        const Role role = current().step->role;
        if (role == Role::plain || role == Role::opens || !ended_) return {.octets = write(), .items = items};
    }
    step_ = flow_->steps.size() - 1;
    return {.items = items};
}

}  // namespace assay::load
