#include "assay/load/program.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/load/messages.hpp"
#include "assay/vocab/names.hpp"

namespace assay::load {
namespace {

namespace ns = vocab::ns;

/// Appends; literals next to each other become one.
class Composer {
public:
    void add(std::string_view literal) {
        if (text_.empty() || !std::holds_alternative<std::string>(text_.back())) text_.emplace_back("");
        std::get<std::string>(text_.back()) += literal;
    }
    void add(const Text& pieces) {
        for (const Piece& piece : pieces) {
            if (const auto* literal = std::get_if<std::string>(&piece)) {
                add(*literal);
            } else {
                text_.push_back(piece);
            }
        }
    }
    [[nodiscard]] Text take() { return std::move(text_); }

private:
    Text text_;
};

void add_header(Composer& out, const Step& step, const Target& target) {
    out.add(fmt::format("<s:Header><wsa:To s:mustUnderstand=\"true\">{}</wsa:To>",
                        base::xml_escaped(target.url())));
    if (!step.resource.empty()) {
        out.add("<wsman:ResourceURI s:mustUnderstand=\"true\">");
        out.add(step.resource);
        out.add("</wsman:ResourceURI>");
    }
    out.add(
        fmt::format("<wsa:ReplyTo><wsa:Address s:mustUnderstand=\"true\">{}</wsa:Address></wsa:ReplyTo>"
                    "<wsa:Action s:mustUnderstand=\"true\">{}</wsa:Action>"
                    "<wsa:MessageID s:mustUnderstand=\"true\">uuid:",
                    vocab::anonymous_address, base::xml_escaped(step.action)));
    out.add(Text{RequestId{}});
    out.add("</wsa:MessageID>");
    if (!step.selectors.empty()) {
        out.add("<wsman:SelectorSet>");
        for (const auto& [name, value] : step.selectors) {
            out.add(fmt::format("<wsman:Selector Name=\"{}\">", base::xml_escaped(name)));
            out.add(value);
            out.add("</wsman:Selector>");
        }
        out.add("</wsman:SelectorSet>");
    }
    out.add(step.header);
    out.add("</s:Header>");
}

Text envelope_of(const Step& step, const Target& target) {
    Composer out;
    if (step.action.empty()) {
        out.add(opening_tag({ns::s, ns::wsmid}) + "<s:Header/><s:Body>");
    } else {
        out.add(opening_tag({ns::s, ns::wsa, ns::wsen, ns::wse, ns::wsman}));
        add_header(out, step, target);
        out.add("<s:Body>");
    }
    out.add(step.body);
    out.add("</s:Body></s:Envelope>");
    return out.take();
}

std::size_t fixed_octets(const Text& text) {
    std::size_t octets = 0;
    for (const Piece& piece : text) {
        if (const auto* literal = std::get_if<std::string>(&piece)) octets += literal->size();
        if (std::holds_alternative<RequestId>(piece)) octets += MessageIds::length;
    }
    return octets;
}

std::size_t place_of(const std::string& name, std::vector<std::string>& names) {
    const auto found = std::ranges::find(names, name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    names.push_back(name);
    return names.size() - 1;
}

}  // namespace

std::optional<std::uint8_t> parse_octet(std::string_view text) {
    int radix = 10;
    if (text.starts_with("0x") || text.starts_with("0X")) {
        text.remove_prefix(2);
        radix = 16;
    } else if (text.ends_with('h') || text.ends_with('H')) {
        text.remove_suffix(1);
        radix = 16;
    }
    std::uint8_t octet = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), octet, radix);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{octet} : std::nullopt;
}

std::vector<PreparedFlow> prepare(const std::vector<Flow>& flows, std::vector<std::string>& names) {
    std::vector<PreparedFlow> prepared;
    for (const Flow& flow : flows) {
        PreparedFlow& into = prepared.emplace_back();
        into.weight = flow.weight;
        if (flows.size() > 1) into.number = place_of(flow.name, names);
    }
    for (std::size_t i = 0; i < flows.size(); ++i) {
        for (const Step& step : flows[i].steps) {
            PreparedStep& ready = prepared[i].steps.emplace_back();
            ready.step = &step;
            ready.message = place_of(step.name, names);
        }
    }
    return prepared;
}

std::vector<PreparedFlow> prepare(const std::vector<Flow>& flows, const Target& target,
                                  std::vector<std::string>& names) {
    std::vector<PreparedFlow> prepared = prepare(flows, names);
    for (PreparedFlow& flow : prepared) {
        for (PreparedStep& step : flow.steps) {
            step.head = http_head_for(target);
            step.envelope = envelope_of(*step.step, target);
            step.fixed_octets = fixed_octets(step.envelope);
        }
    }
    return prepared;
}

}  // namespace assay::load
