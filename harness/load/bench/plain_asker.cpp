// A second opinion on what `assay bench ipmi://` finds: N sessions in cipher suite 3, each on a socket of its
// own, that ask Get Device ID again and again, one system call a datagram. Shares no code with the generator
// or the simulator.
//
//   plain-asker HOST PORT USER PASSWORD SESSIONS SECONDS commands|sessions
//
// prints answers a second, or with `sessions` how many were set up and closed a second, so many at a time.
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <vector>

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t code_length = 12, block = 16;  // HMAC-SHA1-96, AES-CBC-128
constexpr int patience_ms = 1000;

[[noreturn]] void give_up(const char* what) {
    std::fprintf(stderr, "plain-asker: %s\n", what);
    std::exit(1);
}

Bytes hmac(const Bytes& key, const Bytes& text) {
    Bytes digest(20);
    HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), text.data(), text.size(), digest.data(),
         nullptr);
    return digest;
}

Bytes joined(std::initializer_list<Bytes> parts) {
    Bytes whole;
    for (const Bytes& part : parts) whole.insert(whole.end(), part.begin(), part.end());
    return whole;
}

Bytes little_endian(std::uint32_t number) {
    Bytes four;
    for (unsigned shift = 0; shift < 32; shift += 8)
        four.push_back(static_cast<std::uint8_t>(number >> shift));
    return four;
}

Bytes part(const Bytes& whole, std::size_t from, std::size_t count) {
    if (from + count > whole.size()) give_up("an answer is too short");
    const auto first = whole.begin() + static_cast<std::ptrdiff_t>(from);
    return {first, first + static_cast<std::ptrdiff_t>(count)};
}

Bytes aes(const Bytes& key, const Bytes& iv, const Bytes& in, bool encrypt) {
    Bytes out(in.size());
    int length = 0;
    EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
    EVP_CipherInit_ex(context, EVP_aes_128_cbc(), nullptr, key.data(), iv.data(), encrypt ? 1 : 0);
    EVP_CIPHER_CTX_set_padding(context, 0);
    EVP_CipherUpdate(context, out.data(), &length, in.data(), static_cast<int>(in.size()));
    EVP_CIPHER_CTX_free(context);
    return out;
}

std::uint8_t checksum(const Bytes& bytes) {
    unsigned sum = 0;
    for (const std::uint8_t byte : bytes) sum += byte;
    return static_cast<std::uint8_t>(0x100U - (sum & 0xFFU));
}

class Asker {
public:
    Asker(const sockaddr_in& bmc, std::string user, const std::string& password)
        : user_{std::move(user)},
          password_{password.begin(), password.end()},
          socket_{::socket(AF_INET, SOCK_DGRAM, 0)} {
        const timeval patience{.tv_sec = 1, .tv_usec = 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&bmc), sizeof bmc) != 0) give_up("no route");
    }

    [[nodiscard]] int socket() const { return socket_; }

    /// IPMI 2.0 §13.17 to §13.24, §13.31, §13.32.
    void log_in() {
        session_sequence_ = 0;
        Bytes random(16);
        RAND_bytes(random.data(), 16);
        const Bytes opened = exchange(
            0x10, joined({{0, 4, 0, 0}, little_endian(console_), {0, 0, 0, 8, 1, 0, 0, 0, 1, 0, 0, 8,
                                                                  1, 0, 0, 0, 2, 0, 0, 8, 1, 0, 0, 0}}));
        bmc_ = part(opened, 8, 4);
        const Bytes name =
            joined({{0x14, static_cast<std::uint8_t>(user_.size())}, {user_.begin(), user_.end()}});
        const Bytes request =
            joined({{0, 0, 0, 0}, bmc_, random, {0x14, 0, 0}, part(name, 1, name.size() - 1)});
        const Bytes second = exchange(0x12, request);
        const Bytes challenge = part(second, 8, 16);
        const Bytes proof = hmac(password_, joined({challenge, little_endian(console_), name}));
        exchange(0x14, joined({{0, 0, 0, 0}, bmc_, proof}));
        const Bytes key = hmac(password_, joined({random, challenge, name}));
        integrity_key_ = hmac(key, Bytes(20, 1));
        encryption_key_ = part(hmac(key, Bytes(20, 2)), 0, block);
        ask(0x3B, {4});
        receive_answer();
    }

    /// A command of the application network function.
    void ask(std::uint8_t command, const Bytes& data = {}) {
        Bytes message{0x20, 0x18, 0xC8};
        const Bytes tail = joined({{0x81, static_cast<std::uint8_t>(++sequence_ << 2U), command}, data});
        message = joined({message, tail, {checksum(tail)}});
        const std::size_t pad = (block - (message.size() + 1) % block) % block;
        for (std::size_t i = 1; i <= pad; ++i) message.push_back(static_cast<std::uint8_t>(i));
        message.push_back(static_cast<std::uint8_t>(pad));
        Bytes iv(block);
        RAND_bytes(iv.data(), static_cast<int>(block));
        const Bytes payload = joined({iv, aes(encryption_key_, iv, message, true)});
        Bytes packet = joined({{6, 0xC0},
                               bmc_,
                               little_endian(++session_sequence_),
                               {static_cast<std::uint8_t>(payload.size()), 0},
                               payload});
        const std::size_t filling = (4 - (packet.size() + 2) % 4) % 4;
        packet.insert(packet.end(), filling, 0xFF);
        packet.insert(packet.end(), {static_cast<std::uint8_t>(filling), 7});
        send(joined({{6, 0, 0xFF, 7}, packet, part(hmac(integrity_key_, packet), 0, code_length)}));
    }

    void receive_answer() {
        const Bytes datagram = receive();
        if (datagram.size() < 16 + 2 * block + code_length) give_up("an answer is too short");
        const std::size_t signed_end = datagram.size() - code_length;
        const Bytes covered = part(datagram, 4, signed_end - 4);
        if (part(hmac(integrity_key_, covered), 0, code_length) != part(datagram, signed_end, code_length))
            give_up("an answer has a wrong AuthCode");
        const std::size_t length = datagram[14] + datagram[15] * 256U;
        const Bytes clear = aes(encryption_key_, part(datagram, 16, block),
                                part(datagram, 16 + block, length - block), false);
        if (clear[4] >> 2U != (sequence_ & 0x3FU) || clear[6] != 0)
            give_up("an answer is not the one, or no success");
    }

    void log_out() {
        ask(0x3C, bmc_);
        receive_answer();
    }

private:
    Bytes exchange(std::uint8_t type, const Bytes& payload) {
        send(joined(
            {{6, 0, 0xFF, 7, 6, type, 0, 0, 0, 0, 0, 0, 0, 0, static_cast<std::uint8_t>(payload.size()), 0},
             payload}));
        const Bytes datagram = receive();
        const Bytes answer = part(datagram, 16, datagram.size() - 16);
        if (answer.at(1) != 0) give_up("the BMC refuses the session");
        return answer;
    }

    void send(const Bytes& datagram) { std::ignore = ::send(socket_, datagram.data(), datagram.size(), 0); }

    Bytes receive() {
        Bytes datagram(512);
        const auto length = ::recv(socket_, datagram.data(), datagram.size(), 0);
        if (length < 16) give_up("no answer within a second");
        datagram.resize(static_cast<std::size_t>(length));
        return datagram;
    }

    std::string user_;
    Bytes password_;
    int socket_;
    std::uint32_t console_ = 0xA5A5;  // one session a socket
    Bytes bmc_, integrity_key_, encryption_key_;
    std::uint32_t session_sequence_ = 0;
    std::uint8_t sequence_ = 0;
};

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double answers_a_second(std::vector<Asker>& askers, double seconds) {
    const int ready = ::epoll_create1(0);
    for (std::size_t i = 0; i < askers.size(); ++i) {
        epoll_event interest{.events = EPOLLIN, .data = {.u64 = i}};
        ::epoll_ctl(ready, EPOLL_CTL_ADD, askers[i].socket(), &interest);
        askers[i].log_in();
        askers[i].ask(1);
    }
    const auto start = Clock::now();
    std::uint64_t answers = 0;
    std::array<epoll_event, 64> events{};
    while (since(start) < seconds) {
        const int count = ::epoll_wait(ready, events.data(), static_cast<int>(events.size()), patience_ms);
        if (count <= 0) give_up("no answer within a second");
        for (int i = 0; i < count; ++i) {
            Asker& asker = askers[events[static_cast<std::size_t>(i)].data.u64];
            asker.receive_answer();
            ++answers;
            asker.ask(1);
        }
    }
    const double rate = static_cast<double>(answers) / since(start);
    for (Asker& asker : askers) {
        asker.receive_answer();
        asker.log_out();
    }
    return rate;
}

/// Each asker waits for its own answers on a thread of its own.
double sessions_a_second(std::vector<Asker>& askers, double seconds) {
    const auto start = Clock::now();
    std::atomic<std::uint64_t> sessions = 0;
    std::vector<std::thread> threads;
    for (Asker& asker : askers) {
        threads.emplace_back([&] {
            for (; since(start) < seconds; ++sessions) {
                asker.log_in();
                asker.log_out();
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    return static_cast<double>(sessions) / since(start);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 8) give_up("usage: plain-asker HOST PORT USER PASSWORD SESSIONS SECONDS commands|sessions");
    sockaddr_in bmc{};
    bmc.sin_family = AF_INET;
    bmc.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[2])));
    if (::inet_pton(AF_INET, argv[1], &bmc.sin_addr) != 1) give_up("HOST has to be an IPv4 address");
    std::vector<Asker> askers;
    for (int i = 0; i < std::atoi(argv[5]); ++i) askers.emplace_back(bmc, argv[3], argv[4]);
    if (askers.empty()) give_up("SESSIONS has to be 1 or more");
    const bool whole_sessions = std::string_view{argv[7]} == "sessions";
    const double seconds = std::atof(argv[6]);
    std::printf("%.0f\n",
                whole_sessions ? sessions_a_second(askers, seconds) : answers_a_second(askers, seconds));
}
