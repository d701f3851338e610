#include "bmc_conversation.hpp"

#include <algorithm>

#include "assay/ipmi-wire/lan_message.hpp"
#include "assay/ipmi-wire/lan_session.hpp"

namespace assay::drive {
namespace {

namespace wire = ipmi_wire;
using base::Octets;
using base::OctetView;
using script::BmcMessage;
using wire::Writer;

constexpr std::size_t most_sent = 64;
constexpr std::uint8_t name_only_bit = 0x10;
constexpr std::uint8_t app = wire::netfn::app;

std::uint8_t auth_type_of(const std::string& name) {
    if (name == "none") return static_cast<std::uint8_t>(wire::AuthType::none);
    if (name == "md2") return static_cast<std::uint8_t>(wire::AuthType::md2);
    if (name == "password") return static_cast<std::uint8_t>(wire::AuthType::password);
    return static_cast<std::uint8_t>(wire::AuthType::md5);
}

/// §13.17: one record an algorithm.
void put_algorithm(std::uint32_t type, std::uint32_t length, std::uint32_t algorithm, Writer& out) {
    out.u8(type).u16(0).u8(length).u8(algorithm).fill(3);
}

std::uint32_t id_of(std::uint32_t netfn, std::uint32_t command, std::uint32_t request_sequence) {
    return netfn << 16U | command << 8U | request_sequence;
}

/// The mark that the answer to a request of this network function has.
std::uint32_t id_of_answer(std::uint32_t netfn, std::uint32_t command, std::uint32_t request_sequence) {
    return id_of(netfn | 1U, command, request_sequence);
}

Octets filled_up(OctetView text, std::size_t length) {
    Octets filled(text.begin(), text.end());
    filled.resize(length);
    return filled;
}

std::uint32_t number_in(std::string_view data, std::size_t offset) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4 && offset + i < data.size(); ++i)
        value |= std::uint32_t{static_cast<unsigned char>(data[offset + i])} << 8U * i;
    return value;
}

}  // namespace

BmcConversation::BmcConversation(BmcUser user, const script::Table& terms, wire::RandomSource& random)
    : user_{std::move(user)}, random_{random} {
    const BmcFields said{terms};
    user_.name = said.text("user", user_.name);
    user_.password = said.text("password", user_.password);
    user_.password.resize(std::min<std::size_t>(user_.password.size(), 20));  // §22.30
    user_.suite = static_cast<std::uint8_t>(said.number("suite", user_.suite));
    is_15_ = said.text("version", "2.0") == "1.5";
    privilege_ = static_cast<std::uint8_t>(said.number("privilege", 4));
    name_only_ = said.flag("name_only", true);
    auth_type_ = auth_type_of(said.text("auth", "md5"));
}

std::optional<BmcPacket> BmcConversation::compose(const script::BmcSend& send) {
    repeated_.reset();
    if (send.message == BmcMessage::again) {
        const std::size_t back = BmcFields{send.fields}.number("back", 0);
        if (back >= sent_.size()) return std::nullopt;
        Sent repeated = sent_[sent_.size() - 1 - back];
        mark_ = repeated.mark;
        return repeated.packet;
    }
    BmcPacket packet = built(send);
    sent_.push_back({packet, mark_});
    if (sent_.size() > most_sent) sent_.pop_front();
    return packet;
}

BmcPacket BmcConversation::recompose(const script::BmcSend& send) {
    if (send.message != BmcMessage::request && send.message != BmcMessage::close) return sent_.back().packet;
    repeated_ = request_sequence_;
    BmcPacket packet = built(send);
    repeated_.reset();
    sent_.back() = {packet, mark_};
    return packet;
}

BmcPacket BmcConversation::built(const script::BmcSend& send) {
    const BmcFields fields{send.fields};
    switch (send.message) {
        case BmcMessage::open_session: return open_session(fields);
        case BmcMessage::rakp1: return rakp1(fields);
        case BmcMessage::rakp3: return rakp3(fields);
        case BmcMessage::challenge: return challenge(fields);
        case BmcMessage::activate: return activate(fields);
        case BmcMessage::close: {
            Octets data;
            Writer{data}.u32(managed_);
            return command(fields, app, wire::cmd::app::close_session, data);
        }
        case BmcMessage::request:
            return command(fields, static_cast<std::uint8_t>(fields.number("netfn", app)),
                           static_cast<std::uint8_t>(fields.number("command", 0)), fields.octets("data", {}));
        default: mark_ = {}; return {fields.octets("octets", {}), std::nullopt};
    }
}

BmcPacket BmcConversation::setup(const BmcFields& fields, std::uint8_t payload_type, OctetView payload) {
    mark_ = {payload_type + 1U, payload.empty() ? 0U : payload.front()};
    return seal(fields, {payload_type, 0, 0}, payload, nullptr, random_);
}

BmcPacket BmcConversation::open_session(const BmcFields& fields) {
    const auto suite = wire::suite_of(user_.suite);
    const wire::Algorithms algorithms = suite ? suite->algorithms : wire::Algorithms{};
    std::array<base::Octet, 4> random{};
    random_.fill(random);
    exchange_.console_session = fields.number("console_session", number_in(base::text_of(random), 0) | 1U);
    Octets payload;
    Writer out{payload};
    out.u8(fields.number("tag", ++tag_))
        .u8(fields.number("privilege", privilege_))
        .u16(fields.number("reserved", 0))
        .u32(exchange_.console_session);
    put_algorithm(fields.number("record_type", 0), fields.number("record_length", 8),
                  fields.number("authentication", algorithms.authentication), out);
    put_algorithm(1, 8, fields.number("integrity", algorithms.integrity), out);
    put_algorithm(2, 8, fields.number("confidentiality", algorithms.confidentiality), out);
    return setup(fields, static_cast<std::uint8_t>(wire::PayloadType::open_session_request), payload);
}

BmcPacket BmcConversation::rakp1(const BmcFields& fields) {
    constexpr std::size_t random_offset = 16 + 8;  // RMCP and session header; tag, reserved, session id
    random_.fill(exchange_.console_random);
    exchange_.name = fields.text("name", user_.name);
    exchange_.role = static_cast<std::uint8_t>(
        fields.number("role", privilege_ | (name_only_ ? unsigned{name_only_bit} : 0U)));
    exchange_.password = wire::Secret{password()};
    exchange_.bmc_key = wire::Secret{base::octets_of(user_.bmc_key)};
    Octets payload;
    Writer{payload}
        .u8(fields.number("tag", ++tag_))
        .u24(fields.number("reserved", 0))
        .u32(fields.number("managed_session", managed_))
        .put(exchange_.console_random)
        .u8(exchange_.role)
        .u16(fields.number("reserved_after_role", 0))
        .u8(fields.number("name_length", static_cast<std::uint32_t>(exchange_.name.size())))
        .put(base::octets_of(exchange_.name));
    BmcPacket packet = setup(fields, static_cast<std::uint8_t>(wire::PayloadType::rakp1), payload);
    // Without this number, nothing that travels lets the password be guessed: RAKP 2's code and the session's
    // keys are made with it.
    if (!fields.has("payload")) packet.hidden.push_back({random_offset, exchange_.console_random.size()});
    return packet;
}

BmcPacket BmcConversation::rakp3(const BmcFields& fields) {
    constexpr std::size_t code_offset = 16 + 8;
    Octets code = fields.octets("code", exchange_.rakp3_auth_code());
    if (fields.flag("flip_code", false) && !code.empty()) code.back() ^= 0x01U;
    Octets payload;
    Writer{payload}
        .u8(fields.number("tag", ++tag_))
        .u8(fields.number("status", 0))
        .u16(fields.number("reserved", 0))
        .u32(fields.number("managed_session", managed_))
        .put(code);
    BmcPacket packet = setup(fields, static_cast<std::uint8_t>(wire::PayloadType::rakp3), payload);
    if (!fields.has("code") && !fields.has("payload")) packet.hidden.push_back({code_offset, code.size()});
    return packet;
}

BmcPacket BmcConversation::command(const BmcFields& fields, std::uint8_t netfn, std::uint8_t number,
                                   OctetView data) {
    constexpr std::uint32_t six_bits = 0x3F;
    if (!repeated_) request_sequence_ = fields.number("request_sequence", (request_sequence_ + 1) & six_bits);
    wire::LanMessage message;
    message.to = static_cast<std::uint8_t>(fields.number("to", wire::bmc_address));
    message.netfn = netfn;
    message.to_lun = static_cast<std::uint8_t>(fields.number("to_lun", 0) & 3U);
    message.from = static_cast<std::uint8_t>(fields.number("from", wire::remote_console_address));
    message.sequence = static_cast<std::uint8_t>(request_sequence_ & six_bits);
    message.from_lun = static_cast<std::uint8_t>(fields.number("from_lun", 0) & 3U);
    message.command = number;
    message.data = data;
    Octets encoded;
    encode_lan_message(message, encoded);
    encoded[2] = static_cast<base::Octet>(fields.number("header_checksum", encoded[2]));
    encoded.back() = static_cast<base::Octet>(fields.number("checksum", encoded.back()));
    mark_ = {0, id_of_answer(netfn, number, message.sequence)};
    return packed(fields, encoded);
}

std::uint32_t BmcConversation::next_sequence(const BmcFields& fields) {
    if (fields.has("sequence_step") || fields.has("sequence")) {
        const std::uint32_t said = fields.number("sequence", sequence_ + fields.number("sequence_step", 0));
        used_.insert(said);
        return said;
    }
    do {
        ++sequence_;
    } while (sequence_ == 0 || used_.contains(sequence_));  // §6.12.8: 0 is for what is outside a session
    return sequence_;
}

BmcPacket BmcConversation::packed(const BmcFields& fields, OctetView message) {
    if (is_15()) {
        const BmcAddress to{0, managed_, is_active_ ? next_sequence(fields) : 0};
        return seal_15(fields, to, managed_ == 0 ? std::uint8_t{0} : auth_type_, message, password());
    }
    if (managed_ != 0)
        return seal(fields, {0, managed_, next_sequence(fields)}, message, keys_ ? &*keys_ : nullptr,
                    random_);
    if (fields.text("format", "1.5") == "2.0") return seal(fields, {}, message, nullptr, random_);
    return seal_15(fields, {}, 0, message, {});
}

BmcPacket BmcConversation::challenge(const BmcFields& fields) {
    managed_ = 0;
    is_active_ = false;
    Octets data;
    Writer{data}
        .u8(fields.number("auth", auth_type_))
        .put(filled_up(fields.octets("name", Octets(user_.name.begin(), user_.name.end())),
                       wire::longest_user_name));
    return command(fields, app, wire::cmd::app::get_session_challenge, data);
}

BmcPacket BmcConversation::activate(const BmcFields& fields) {
    std::array<base::Octet, 4> first{};
    random_.fill(first);
    Octets data;
    Writer{data}
        .u8(fields.number("auth", auth_type_))
        .u8(fields.number("privilege", privilege_))
        .put(fields.octets("challenge", Octets(challenge_.begin(), challenge_.end())))
        .u32(fields.number("first_sequence", number_in(base::text_of(first), 0) | 1U));
    return command(fields, app, wire::cmd::app::activate_session, data);
}

BmcConversation::Taken BmcConversation::take(std::string_view datagram) {
    const observe::DatagramReading reading = observe::read_datagram(datagram);
    Taken taken;
    const bool is_plus = reading.is_rmcp_plus;
    taken.opened =
        is_plus ? open(datagram, reading, keys_ ? &*keys_ : nullptr) : open_15(reading, password());
    const std::uint32_t type = reading.payload_type.value_or(0);
    if (!reading.whole || !taken.opened.clear) return taken;
    Mark mark{type, 0};
    const auto lan = observe::read_lan_message(*taken.opened.clear);
    const auto setup = observe::read_setup(type, *taken.opened.clear);
    if (observe::is_setup(type)) {
        mark.id = setup.tag.value_or(0);
    } else if (type == 0) {
        mark.id = id_of(lan.netfn.value_or(0), lan.command.value_or(0), lan.request_sequence.value_or(0));
    }
    const auto earlier = std::ranges::find(sent_, mark, &Sent::mark);
    taken.is_late = mark != mark_ && earlier != sent_.end();
    if (taken.is_late) return taken;
    if (observe::is_setup(type)) note_setup(type, setup, taken.opened);
    if (type == 0) note_lan(lan);
    return taken;
}

void BmcConversation::note_setup(std::uint32_t payload_type, const observe::SetupReading& reading,
                                 BmcOpened& opened) {
    if (reading.status != 0U || !reading.whole) return;
    const auto code_is = [&](const Octets& expected) {
        if (expected.empty() && reading.code.empty()) return record::Integrity::unchecked;
        return base::equal_in_constant_time(expected, base::octets_of(reading.code))
                   ? record::Integrity::verified
                   : record::Integrity::wrong;
    };
    if (payload_type == observe::open_session_response) {
        managed_ = exchange_.managed_session = reading.managed_session.value_or(0);
        const auto octet = [](const observe::Number& number) {
            return static_cast<std::uint8_t>(number.value_or(0));
        };
        const wire::Algorithms agreed{octet(reading.authentication), octet(reading.integrity),
                                      octet(reading.confidentiality)};
        exchange_.suite = wire::suite_of(agreed).value_or(wire::CipherSuite{0xFF, agreed});
        keys_.reset();
        sequence_ = 0;
    } else if (payload_type == observe::rakp_2) {
        std::ranges::copy(reading.random, exchange_.managed_random.begin());
        std::ranges::copy(reading.guid, exchange_.managed_guid.begin());
        opened.integrity = code_is(exchange_.rakp2_auth_code());
    } else {
        const wire::Secret key = exchange_.session_integrity_key();
        opened.integrity = code_is(exchange_.rakp4_integrity_check(key.view()));
        keys_.emplace(exchange_.suite, key.view(), password());
    }
}

void BmcConversation::note_lan(const observe::LanReading& reading) {
    if (!is_15() || reading.completion != 0U || reading.netfn != (app | 1U)) return;
    if (reading.command == wire::cmd::app::get_session_challenge) {
        managed_ = number_in(reading.data, 0);
        challenge_ = reading.data.substr(std::min<std::size_t>(4, reading.data.size()));
    } else if (reading.command == wire::cmd::app::activate_session && reading.data.size() >= 9) {
        auth_type_ = static_cast<std::uint8_t>(reading.data[0]) & 0x0FU;
        managed_ = number_in(reading.data, 1);
        sequence_ = number_in(reading.data, 5) - 1;
        is_active_ = true;
    }
}

}  // namespace assay::drive
