// t.bmc: datagrams outside a session, and sessions to be.
#include <fmt/format.h>

#include "bmc_options.hpp"

namespace assay::script {
namespace {

int datagram(lua_State* state) {
    BmcSend send = send_with(state, 3, BmcMessage::datagram, send_options);
    send.fields.insert_or_assign("octets", Value{octets_at(state, 2, "octets")});
    return send_off(state, std::move(send));
}

int request(lua_State* state) { return send_off(state, request_at(state, 2)); }

int receive(lua_State* state) {
    BmcSend send = send_with(state, 2, BmcMessage::receive, send_options);
    send.once = true;
    return send_off(state, std::move(send));
}

constexpr Argument netfn{"netfn", "integer", "the network function of the request, even"};
constexpr Argument command{"command", "integer", "its number"};
constexpr Argument data{"[data]", "text or list of integers", "its data"};
constexpr Argument options{"[options]", "table", "how it is sent, and fields that are to be otherwise",
                           request_keys};
constexpr Argument how{"[options]", "table", "how", send_options};

constexpr Method functions[] = {
    {"datagram",
     bound<datagram>,
     {.does = "Sends any octets.",
      .takes = {{"octets", "text or list of integers", "the datagram"}, how},
      .gives = "an answer"}},
    {"request",
     bound<request>,
     {.does =
          "Sends a command outside any session, in the format of IPMI 1.5 unless `format` says otherwise.",
      .takes = {netfn, command, data, options},
      .gives = "an answer",
      .clause = "IPMI 2.0 §13.6"}},
    {"receive",
     bound<receive>,
     {.does = "Waits for one more datagram outside any session.", .takes = {how}, .gives = "an answer"}}};

constexpr Section talking{
    .title = "Talking to a BMC",
    .receiver = "t.bmc:",
    .about =
        "A case of BMCs has this instead of messages, `t:send`, `t:raw` and `t:connect`. Each message is one "
        "datagram and its answer; the case is suspended until that has come or silence is certain. A "
        "datagram may be lost: one that is not sent `once` is sent up to four times. When nothing listens "
        "any more, the case ends as `blocked`, or by what it has found until then.",
    .methods = functions};

}  // namespace

void open_bmc(lua_State* state) {
    lua_newtable(state);
    set_functions(state, talking);
    open_bmc_sessions(state);
    lua_setfield(state, -2, "bmc");
}

}  // namespace assay::script
