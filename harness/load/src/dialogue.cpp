#include "assay/load/dialogue.hpp"

#include "assay/vocab/names.hpp"

namespace assay::load {
namespace {

MessageKind kind_of(Operation operation) {
    switch (operation) {
        case Operation::identify: return MessageKind::identify;
        case Operation::get: return MessageKind::get;
        case Operation::enumerate: return MessageKind::enumerate;
    }
    return MessageKind::identify;
}

// An answer to Identify has no wsa:Action (DSP0226 §11).
std::string_view answer_to(MessageKind kind) {
    switch (kind) {
        case MessageKind::identify: return {};
        case MessageKind::get: return vocab::action::GetResponse;
        case MessageKind::enumerate: return vocab::action::EnumerateResponse;
        case MessageKind::pull: return vocab::action::PullResponse;
    }
    return {};
}

}  // namespace

Dialogue::Dialogue(const MessageFactory& factory, MessageIds& ids)
    : factory_{factory},
      ids_{ids},
      first_{factory.first()},
      first_kind_{kind_of(factory.request().operation)},
      kind_{first_kind_} {}

std::string_view Dialogue::begin() {
    kind_ = first_kind_;
    if (!first_.has_id()) return first_.stamped({});
    id_ = ids_.next();
    return first_.stamped(id_);
}

Turn Dialogue::on_answer(const Response& response) {
    const auto error =
        factory_.request().checks ? check(response, id_, answer_to(kind_)) : check_status(response);
    if (error) return {.error = failure_of(*error, response)};
    if (kind_ == MessageKind::enumerate || kind_ == MessageKind::pull) return go_on(response.body);
    return {};
}

// WS-Enumeration 2004/09 §3.2: a context in a PullResponse replaces the former one, else that stays valid.
Turn Dialogue::go_on(std::string_view body) {
    const std::uint64_t items = count_items(body);
    if (element_content(body, "EndOfSequence")) return {.items = items};
    if (const auto context = element_content(body, "EnumerationContext")) {
        context_ = *context;
    } else if (kind_ == MessageKind::enumerate) {
        return {.error = ErrorKind::no_context};
    }
    kind_ = MessageKind::pull;
    id_ = ids_.next();
    factory_.pull(pull_, id_, context_);
    return {.octets = pull_, .items = items};
}

}  // namespace assay::load
