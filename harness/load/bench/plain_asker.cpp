// A second opinion on what `assay bench ipmi://` finds: N sessions in cipher suite 3 that ask Get Device ID
// again and again, or are set up and closed again and again. All go through one socket, which is watched and
// never waited for, and datagrams are sent and taken in batches, so that the BMC is the slower side. Shares
// no code with the generator or the simulator.
//
//   plain-asker HOST PORT USER PASSWORD SESSIONS SECONDS commands|sessions
//
// prints answers a second, or with `sessions` how many were set up and closed a second, so many at a time.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace {

using Octets = std::span<const std::uint8_t>;
using Clock = std::chrono::steady_clock;

constexpr std::size_t code_length = 12, block = 16, digest_length = 20;  // HMAC-SHA1-96, AES-CBC-128
constexpr std::size_t header_length = 16, largest = 256;
constexpr std::uint32_t first_console = 0xA5A500;

[[noreturn]] void give_up(const char* what) {
    std::fprintf(stderr, "plain-asker: %s\n", what);
    std::exit(1);
}

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

struct Datagram {
    std::array<std::uint8_t, largest> octets{};
    std::size_t length = 0;

    void add(Octets more) {
        if (length + more.size() > largest) give_up("a datagram does not fit");
        std::ranges::copy(more, octets.begin() + static_cast<std::ptrdiff_t>(length));
        length += more.size();
    }
    void add(std::initializer_list<std::uint8_t> more) { add(Octets{more.begin(), more.size()}); }
    void add_number(std::uint32_t number) {
        for (unsigned shift = 0; shift < 32; shift += 8) add({static_cast<std::uint8_t>(number >> shift)});
    }
    [[nodiscard]] Octets from(std::size_t begin) const { return {octets.data() + begin, length - begin}; }
    [[nodiscard]] Octets part(std::size_t begin, std::size_t count) const {
        if (begin + count > length) give_up("an answer is too short");
        return {octets.data() + begin, count};
    }
    [[nodiscard]] std::uint32_t number(std::size_t begin) const {
        const Octets four = part(begin, 4);
        return four[0] | four[1] * 0x100U | four[2] * 0x10000U | four[3] * 0x1000000U;
    }
};

// Fetched once: OpenSSL 3 looks EVP_sha1() up by its name each time that it is given it.
const EVP_MD* const sha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr);
const EVP_CIPHER* const aes_128_cbc = EVP_CIPHER_fetch(nullptr, "AES-128-CBC", nullptr);

using Digest = std::array<std::uint8_t, digest_length>;

/// HMAC-SHA1 with the two keyed blocks hashed once a key.
class Hmac {
public:
    Hmac() = default;
    Hmac(const Hmac&) = delete;
    Hmac& operator=(const Hmac&) = delete;
    ~Hmac() {
        for (EVP_MD_CTX* const each : {inner_, outer_, running_}) EVP_MD_CTX_free(each);
    }

    void set_key(Octets key) {
        const auto begin = [&](EVP_MD_CTX* context, std::uint8_t mask) {
            std::array<std::uint8_t, 64> padded{};
            std::ranges::copy(key, padded.begin());
            for (std::uint8_t& octet : padded) octet ^= mask;
            EVP_DigestInit_ex(context, sha1, nullptr);
            EVP_DigestUpdate(context, padded.data(), padded.size());
        };
        begin(inner_, 0x36);
        begin(outer_, 0x5C);
    }

    [[nodiscard]] Digest of(Octets text) {
        Digest digest{};
        EVP_MD_CTX_copy_ex(running_, inner_);
        EVP_DigestUpdate(running_, text.data(), text.size());
        EVP_DigestFinal_ex(running_, digest.data(), nullptr);
        EVP_MD_CTX_copy_ex(running_, outer_);
        EVP_DigestUpdate(running_, digest.data(), digest.size());
        EVP_DigestFinal_ex(running_, digest.data(), nullptr);
        return digest;
    }

private:
    EVP_MD_CTX* inner_ = EVP_MD_CTX_new();
    EVP_MD_CTX* outer_ = EVP_MD_CTX_new();
    EVP_MD_CTX* running_ = EVP_MD_CTX_new();
};

/// AES-CBC-128 in one direction, without padding.
class Aes {
public:
    explicit Aes(bool encrypts) : encrypts_{encrypts ? 1 : 0} {}
    Aes(const Aes&) = delete;
    Aes& operator=(const Aes&) = delete;
    ~Aes() { EVP_CIPHER_CTX_free(context_); }

    void set_key(Octets key) {
        EVP_CipherInit_ex(context_, aes_128_cbc, nullptr, key.data(), nullptr, encrypts_);
        EVP_CIPHER_CTX_set_padding(context_, 0);
    }

    /// @param out has room for as many octets
    void run(Octets iv, Octets in, std::uint8_t* out) {
        int length = 0;
        EVP_CipherInit_ex(context_, nullptr, nullptr, nullptr, iv.data(), encrypts_);
        EVP_CipherUpdate(context_, out, &length, in.data(), static_cast<int>(in.size()));
    }

private:
    EVP_CIPHER_CTX* context_ = EVP_CIPHER_CTX_new();
    int encrypts_;
};

std::uint8_t checksum(Octets octets) {
    unsigned sum = 0;
    for (const std::uint8_t octet : octets) sum += octet;
    return static_cast<std::uint8_t>(0x100U - (sum & 0xFFU));
}

/// One console's session; what it sends is the answer to what it gets.
class Session {
public:
    /// What has come to its end with an answer.
    enum class Done : std::uint8_t { step, command, session };

    Session(std::uint32_t console, std::string_view user, std::string_view password)
        : console_{console},
          user_{user},
          password_{reinterpret_cast<const std::uint8_t*>(password.data()), password.size()} {}

    /// IPMI 2.0 §13.17.
    void open(Datagram& out) {
        session_sequence_ = 0;
        begin_setup(out, 0x10, 32);
        out.add({0, 4, 0, 0});
        out.add_number(console_);
        for (std::uint8_t kind = 0; kind < 3; ++kind) out.add({kind, 0, 0, 8, 1, 0, 0, 0});
        state_ = State::opened;
    }

    /// @param out gets what is said next: a command, or with `closes` what leads to the end of the session
    Done take(const Datagram& answer, bool closes, Datagram& out) {
        switch (state_) {
            case State::opened: prove(answer, out); return Done::step;
            case State::challenged: confirm(answer, out); return Done::step;
            case State::confirmed:
                refuse_unless(answer.part(header_length + 1, 1)[0] == 0);
                ask(out, 0x3B, {4});  // Set Session Privilege Level: administrator
                state_ = State::raised;
                return Done::step;
            case State::raised:
                check(answer);
                next(closes, out);
                return Done::step;
            case State::asked:
                check(answer);
                next(closes, out);
                return Done::command;
            case State::closed: check(answer); return Done::session;
        }
        give_up("a session is in no state");
    }

private:
    enum class State : std::uint8_t { opened, challenged, confirmed, raised, asked, closed };

    static void refuse_unless(bool content) {
        if (!content) give_up("the BMC refuses the session");
    }

    void begin_setup(Datagram& out, std::uint8_t type, std::size_t length) {
        out.add({6, 0, 0xFF, 7, 6, type, 0, 0, 0, 0, 0, 0, 0, 0, static_cast<std::uint8_t>(length), 0});
    }

    [[nodiscard]] Octets user_octets() const {
        return {reinterpret_cast<const std::uint8_t*>(user_.data()), user_.size()};
    }

    void add_name(Datagram& out) const {
        out.add({0x14, static_cast<std::uint8_t>(user_.size())});  // administrator, looked up by name only
        out.add(user_octets());
    }

    /// RAKP 1, §13.20.
    void prove(const Datagram& answer, Datagram& out) {
        refuse_unless(answer.part(header_length + 1, 1)[0] == 0);
        bmc_ = answer.number(header_length + 8);
        RAND_bytes(random_.data(), static_cast<int>(random_.size()));
        begin_setup(out, 0x12, 28 + user_.size());
        out.add({0, 0, 0, 0});
        out.add_number(bmc_);
        out.add(random_);
        out.add({0x14, 0, 0, static_cast<std::uint8_t>(user_.size())});
        out.add(user_octets());
        state_ = State::challenged;
    }

    /// RAKP 2 and 3, §13.21, §13.22, and the keys of §13.31 and §13.32.
    void confirm(const Datagram& answer, Datagram& out) {
        refuse_unless(answer.part(header_length + 1, 1)[0] == 0);
        const Octets challenge = answer.part(header_length + 8, 16);
        const Octets guid = answer.part(header_length + 24, 16);
        hmac_.set_key(password_);

        Datagram text;
        text.add_number(console_);
        text.add_number(bmc_);
        text.add(random_);
        text.add(challenge);
        text.add(guid);
        add_name(text);
        if (!std::ranges::equal(hmac_.of(text.from(0)), answer.part(header_length + 40, digest_length)))
            give_up("the BMC does not know the password");

        text.length = 0;
        text.add(challenge);
        text.add_number(console_);
        add_name(text);
        const Digest proof = hmac_.of(text.from(0));
        text.length = 0;
        text.add(random_);
        text.add(challenge);
        add_name(text);
        hmac_.set_key(hmac_.of(text.from(0)));
        Digest constant{};
        constant.fill(2);
        const Digest encryption = hmac_.of(constant);
        encrypt_.set_key(Octets{encryption}.first(block));
        decrypt_.set_key(Octets{encryption}.first(block));
        constant.fill(1);
        hmac_.set_key(hmac_.of(constant));

        begin_setup(out, 0x14, 8 + digest_length);
        out.add({0, 0, 0, 0});
        out.add_number(bmc_);
        out.add(proof);
        state_ = State::confirmed;
    }

    void next(bool closes, Datagram& out) {
        if (closes) {
            Datagram id;
            id.add_number(bmc_);
            ask(out, 0x3C, id.from(0));  // Close Session
        } else {
            ask(out, 0x01, {});  // Get Device ID
        }
        state_ = closes ? State::closed : State::asked;
    }

    void ask(Datagram& out, std::uint8_t command, std::initializer_list<std::uint8_t> data) {
        ask(out, command, Octets{data.begin(), data.size()});
    }

    /// A command of the application network function, §13.8, §13.28, §13.29.
    void ask(Datagram& out, std::uint8_t command, Octets data) {
        Datagram message;
        message.add({0x20, 0x18, 0xC8, 0x81, static_cast<std::uint8_t>(++sequence_ << 2U), command});
        message.add(data);
        message.add({checksum(message.from(3))});
        const std::size_t pad = (block - (message.length + 1) % block) % block;
        for (std::size_t i = 1; i <= pad; ++i) message.add({static_cast<std::uint8_t>(i)});
        message.add({static_cast<std::uint8_t>(pad)});

        out.add({6, 0, 0xFF, 7, 6, 0xC0});
        out.add_number(bmc_);
        out.add_number(++session_sequence_);
        out.add({static_cast<std::uint8_t>(block + message.length), 0});
        std::memcpy(random_.data(), &session_sequence_,
                    sizeof session_sequence_);  // no IV comes twice, which is enough here
        out.add(random_);
        encrypt_.run(random_, message.from(0), out.octets.data() + out.length);
        out.length += message.length;
        const std::size_t filling = (4 - (out.length + 2) % 4) % 4;
        for (std::size_t i = 0; i < filling; ++i) out.add({0xFF});
        out.add({static_cast<std::uint8_t>(filling), 7});
        out.add(Octets{hmac_.of(out.from(4))}.first(code_length));
    }

    void check(const Datagram& answer) {
        if (answer.length < header_length + 2 * block + code_length) give_up("an answer is too short");
        const std::size_t signed_end = answer.length - code_length;
        if (!std::ranges::equal(Octets{hmac_.of(answer.part(4, signed_end - 4))}.first(code_length),
                                answer.from(signed_end)))
            give_up("an answer has a wrong AuthCode");
        const std::size_t length = answer.octets[14] + answer.octets[15] * 256U;
        const Octets payload = answer.part(header_length, length);
        std::array<std::uint8_t, largest> clear{};
        decrypt_.run(payload.first(block), payload.subspan(block), clear.data());
        if (clear[4] >> 2U != (sequence_ & 0x3FU) || clear[6] != 0)
            give_up("an answer is not the one, or no success");
    }

    std::uint32_t console_;
    std::string_view user_;
    Octets password_;
    std::uint32_t bmc_ = 0, session_sequence_ = 0;
    std::uint8_t sequence_ = 0;
    State state_ = State::closed;
    std::array<std::uint8_t, block> random_{};
    Hmac hmac_;
    Aes encrypt_{true}, decrypt_{false};
};

/// The socket, and as many datagrams a system call as there are.
class Batches {
public:
    explicit Batches(const sockaddr_in& bmc) {
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&bmc), sizeof bmc) != 0) give_up("no route");
    }

    /// Looks until there is something. @return valid until the next call
    std::span<const Datagram> take() {
        for (const auto start = Clock::now(); since(start) < patience_seconds;) {
            const int count = ::recvmmsg(socket_, in_.heads.data(), size, MSG_DONTWAIT, nullptr);
            if (count <= 0) continue;
            for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
                in_.datagrams[i].length = in_.heads[i].msg_len;
                if (in_.datagrams[i].length <= header_length) give_up("an answer is too short");
            }
            return {in_.datagrams.data(), static_cast<std::size_t>(count)};
        }
        give_up("no answer within a second");
    }

    /// An empty datagram that the next send() takes along.
    Datagram& next() {
        if (waiting_ == size) send();
        Datagram& datagram = out_.datagrams[waiting_++];
        datagram.length = 0;
        return datagram;
    }

    void send() {
        for (std::size_t i = 0; i < waiting_; ++i) out_.places[i].iov_len = out_.datagrams[i].length;
        for (std::size_t sent = 0; sent < waiting_;) {
            const int count =
                ::sendmmsg(socket_, out_.heads.data() + sent, static_cast<unsigned>(waiting_ - sent), 0);
            if (count <= 0) give_up("the BMC's port takes nothing");
            sent += static_cast<std::size_t>(count);
        }
        waiting_ = 0;
    }

private:
    static constexpr std::size_t size = 64;
    static constexpr double patience_seconds = 1;

    struct Slots {
        std::array<Datagram, size> datagrams;
        std::array<iovec, size> places{};
        std::array<mmsghdr, size> heads{};

        Slots() {
            for (std::size_t i = 0; i < size; ++i) {
                places[i] = {.iov_base = datagrams[i].octets.data(), .iov_len = largest};
                heads[i].msg_hdr.msg_iov = &places[i];
                heads[i].msg_hdr.msg_iovlen = 1;
            }
        }
    };

    int socket_ = ::socket(AF_INET, SOCK_DGRAM, 0);
    Slots in_, out_;
    std::size_t waiting_ = 0;
};

/// Whose answer it is: the header of a session has the console's ID, and the setup has it in the payload.
std::uint32_t console_of(const Datagram& answer) {
    const std::uint32_t id = answer.number(6);
    return id != 0 ? id : answer.number(header_length + 4);
}

/// @return a second: sessions set up and closed, or commands answered
double rate_of(Batches& batches, std::vector<std::unique_ptr<Session>>& sessions, bool whole_sessions,
               double seconds) {
    for (const auto& session : sessions) session->open(batches.next());
    batches.send();
    std::uint64_t done = 0;
    double measured = 0;
    const auto start = Clock::now();
    for (std::size_t live = sessions.size(); live > 0; batches.send()) {
        const std::span<const Datagram> answers = batches.take();
        const bool is_over = since(start) >= seconds;
        if (!is_over) measured = since(start);
        for (const Datagram& answer : answers) {
            const std::size_t which = console_of(answer) - first_console;
            if (which >= sessions.size()) give_up("an answer is for no session");
            Datagram said;
            const auto end = sessions[which]->take(answer, whole_sessions || is_over, said);
            const bool counts = end == (whole_sessions ? Session::Done::session : Session::Done::command);
            if (counts && !is_over) ++done;
            if (end == Session::Done::session) {
                if (is_over) {
                    --live;
                    continue;
                }
                sessions[which]->open(said);
            }
            batches.next() = said;
        }
    }
    return static_cast<double>(done) / measured;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 8) give_up("usage: plain-asker HOST PORT USER PASSWORD SESSIONS SECONDS commands|sessions");
    sockaddr_in bmc{};
    bmc.sin_family = AF_INET;
    bmc.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[2])));
    if (::inet_pton(AF_INET, argv[1], &bmc.sin_addr) != 1) give_up("HOST has to be an IPv4 address");
    const int count = std::atoi(argv[5]);
    if (count < 1) give_up("SESSIONS has to be 1 or more");
    std::vector<std::unique_ptr<Session>> sessions;
    sessions.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        sessions.push_back(
            std::make_unique<Session>(first_console + static_cast<std::uint32_t>(i), argv[3], argv[4]));
    const auto batches = std::make_unique<Batches>(bmc);
    std::printf("%.0f\n",
                rate_of(*batches, sessions, std::string_view{argv[7]} == "sessions", std::atof(argv[6])));
}
