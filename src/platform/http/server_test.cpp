#include "http/server.h"

#include <fstream>
#include <latch>
#include <thread>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "auth/auth.h"
#include "db/migrations.h"
#include "db/testing.h"
#include "http/assets.h"
#include "http/http.h"
#include "http/live.h"

namespace http {

using boost::asio::ip::tcp;

static const base::EmbeddedFile bundle[] = {{"web/manifest.json", R"({"app.css":"app-1.css","app.js":"app-1.js","icon.svg":"icon-1.svg"})"},
                                            {"web/app-1.css", "body{}"},
                                            {"web/app-1.css.br", "brotli"}};

static std::latch* held = nullptr;     // what show_held waits for
static std::latch* arrived = nullptr;  // counted down when it waits

static Response text(std::string words) {
    Response response;
    response.content_type = "text/plain";
    response.body = std::move(words);
    return response;
}
static Response show_echo(ReadCall& call) { return text("echo " + std::string(call.request.query.text("q"))); }
static Response show_peer(ReadCall& call) { return text(call.request.peer + (call.request.secure ? " secure" : " plain")); }
static Response show_held(ReadCall&) {
    arrived->count_down();
    held->wait();
    return text("worth waiting for");
}
static Response show_file(ReadCall& call) {
    Response response = text("");
    response.file_path = call.request.query.text("path");
    return response;
}
static Response show_split(ReadCall&) { return text("whole").header("X-Words", "a\r\nSet-Cookie: stolen=1"); }
static Response keep(WriteCall& call) {
    std::string words = "kept " + std::string(call.request.form.text("words")) + call.request.body;
    for (const auto& upload : call.request.uploads) words += " " + upload.file_name + ":" + std::to_string(upload.bytes.size());
    touch(call.db, call.now, "queue");
    return text(words);
}

/// A browser that says exactly what it is told.
class Line {
public:
    explicit Line(std::uint16_t port) : socket_(context_) {
        socket_.connect({boost::asio::ip::make_address("127.0.0.1"), port});
    }
    void say(std::string_view words) {
        boost::system::error_code gone;
        boost::asio::write(socket_, boost::asio::buffer(words), gone);
    }
    void stop_talking() { socket_.shutdown(tcp::socket::shutdown_send); }
    /// Up to and with these words, or all there is when the other side closes.
    std::string hear_until(std::string_view words) {
        boost::system::error_code end;
        auto count = boost::asio::read_until(socket_, boost::asio::dynamic_buffer(heard_), words, end);
        if (end) count = heard_.size();
        std::string part = heard_.substr(0, count);
        heard_.erase(0, count);
        return part;
    }
    std::string hear_all() { return hear_until("\n\n\n never said \n\n\n"); }
    /// One answer with its Content-Length.
    std::string answer() {
        std::string head = hear_until("\r\n\r\n");
        auto at = head.find("Content-Length: ");
        std::size_t length = at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
        boost::system::error_code end;
        if (heard_.size() < length) boost::asio::read(socket_, boost::asio::dynamic_buffer(heard_), boost::asio::transfer_exactly(length - heard_.size()), end);
        std::string body = heard_.substr(0, length);
        heard_.erase(0, length);
        return head + body;
    }

private:
    boost::asio::io_context context_;
    tcp::socket socket_;
    std::string heard_;
};

class Serving : public ::testing::Test {
protected:
    Serving() : database(migrations()), assets(bundle) {
        messages.add("html", html::embedded());
        templates.add("html", html::embedded());
        services = {.database = &*database, .messages = &messages, .templates = &templates, .navigation = &navigation, .assets = &assets,
                    .public_url = "https://belltower.example"};
        routes.get("/echo", anyone, show_echo);
        routes.get("/peer", anyone, show_peer);
        routes.get("/held", anyone, show_held);
        routes.get("/file", anyone, show_file);
        routes.get("/split", anyone, show_split);
        routes.post("/keep", anyone, keep).body_limit(100 * kibibyte);
        routes.post("/large", anyone, keep).body_limit(4 * mebibyte);
        routes.post("/mine", auth::Permission{"room.paint"}, keep).body_limit(4 * mebibyte);
        settings.listen = "127.0.0.1:0";
        settings.admin_listen = "127.0.0.1:0";
        settings.limits.head = std::chrono::milliseconds(300);
        settings.limits.body = std::chrono::milliseconds(300);
        settings.limits.slowest_bytes_per_second = 1024 * 1024;
    }
    ~Serving() override { stop(); }

    static std::vector<db::Migration> migrations() {
        std::vector<db::Migration> all;
        for (auto files : {db::embedded(), auth::embedded(), embedded()}) {
            for (auto& migration : db::migrations_of(files, db::testing::engine_under_test())) all.push_back(std::move(migration));
        }
        return all;
    }
    Line open() {
        if (!server) {
            server.emplace(settings, services, dispatcher);
            thread = std::thread([this] { server->run(); });
        }
        return Line(server->port());
    }
    void stop() {
        if (server) server->stop();
        if (thread.joinable()) thread.join();
        server.reset();
    }
    /// The answer to one request on a connection of its own, to its end.
    std::string ask(std::string_view words) {
        Line wire = open();
        wire.say(words);
        return wire.hear_all();
    }
    static std::string get(std::string_view target, std::string_view more = "Connection: close\r\n") {
        return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more) + "\r\n";
    }
    static bool has(std::string_view all, std::string_view part) { return all.find(part) != std::string_view::npos; }
    static int status(std::string_view answer) { return answer.size() > 12 ? std::stoi(std::string(answer.substr(9, 3))) : 0; }

    db::testing::FreshDatabase database;
    html::Messages messages;
    html::Templates templates{messages};
    Assets assets;
    Navigation navigation;
    Routes routes;
    Services services;
    Dispatcher dispatcher{services, routes, base::system_now};
    ServerSettings settings;
    std::optional<Server> server;
    std::thread thread;
};

TEST_F(Serving, AnswersAndKeepsTheConnection) {
    Line wire = open();
    for (int turn = 0; turn < 3; ++turn) {
        wire.say(get("/echo?q=hello", ""));
        auto answer = wire.answer();
        EXPECT_EQ(status(answer), 200) << answer;
        EXPECT_TRUE(has(answer, "echo hello")) << answer;
    }
}

TEST_F(Serving, AnswersPipelinedRequestsInTheirOrder) {
    Line wire = open();
    wire.say(get("/echo?q=1", "") + get("/echo?q=2", "") + get("/assets/app-1.css", "") + get("/echo?q=3", ""));
    for (auto expected : {"echo 1", "echo 2", "body{}", "echo 3"}) EXPECT_TRUE(has(wire.answer(), expected)) << expected;
}

TEST_F(Serving, SendsNoBodyToHead) {
    Line wire = open();
    wire.say("HEAD /echo?q=12345 HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/echo?q=x", ""));
    auto head = wire.hear_until("\r\n\r\n");
    EXPECT_TRUE(has(head, "Content-Length: 10")) << head;
    EXPECT_TRUE(wire.answer().ends_with("echo x"));
}

TEST_F(Serving, ReadsFormsUploadsJsonAndChunks) {
    auto post = [&](std::string_view type, std::string_view body) {
        return ask("POST /keep HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + std::string(type) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body));
    };
    EXPECT_TRUE(has(post("application/x-www-form-urlencoded", "words=a+b"), "kept a b"));
    EXPECT_TRUE(has(post("application/json", "{\"a\":1}"), "kept {\"a\":1}"));
    EXPECT_TRUE(has(post("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"p.png\"\r\n\r\n\x89PN\r\n--x--"), "p.png:3"));
    auto chunked = ask("POST /keep HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n");
    EXPECT_TRUE(has(chunked, "kept abcdefg")) << chunked;
}

TEST_F(Serving, SaysContinueBeforeTheBody) {
    Line wire = open();
    wire.say("POST /keep HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    EXPECT_EQ(status(wire.hear_until("\r\n\r\n")), 100);
    wire.say("abc");
    EXPECT_TRUE(has(wire.answer(), "kept abc"));
    wire.say("POST /keep HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3000000\r\n\r\n");
    EXPECT_EQ(status(wire.answer()), 413);
}

TEST_F(Serving, RefusesWhatCannotBeRead) {
    const std::string long_target = "/echo?q=" + std::string(9000, 'a');
    const std::string long_head = "X-Long: " + std::string(40'000, 'a') + "\r\n";
    const std::pair<std::string, int> hostile[] = {
        {"nonsense\r\n\r\n", 400},
        {"GET /echo\r\n\r\n", 400},
        {"GET /../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"GET /a%00b HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"GET /echo?q=%ff HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400},
        {"GET /echo HTTP/1.1\r\nHost: localhost\r\nX-Name: \xff\xfe\r\n\r\n", 400},
        {"GET http://localhost/echo HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"TRACE /echo HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
        {"GET " + long_target + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 414},
        {"GET /echo HTTP/1.1\r\nHost: localhost\r\n" + long_head + "\r\n", 431},
        {"POST /keep HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"POST /keep HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400},
        {"POST /keep HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
        {"POST /keep HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400},
        {"POST /keep HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", 400},
        {"POST /keep HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
        {"POST /keep HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n", 413},
        {"POST /keep HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n" + std::string(200'000, 'a'), 413},
        {"POST /keep HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n\xff\xfe", 400},
        {"POST /keep HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\nwords=%", 400},
        {"POST /keep HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 5\r\n\r\n--x\r\n", 400},
        {"POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nabcde", 404},
        {"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nabcde", 405},
    };
    for (const auto& [words, expected] : hostile) {
        Line wire = open();
        wire.say(words);
        wire.stop_talking();
        auto answer = wire.hear_all();
        EXPECT_EQ(status(answer), expected) << words.substr(0, 120) << "\n--\n" << answer;
    }
    EXPECT_EQ(status(ask(get("/echo"))), 200);
}

TEST_F(Serving, SaysOnAPageInTheReadersLanguageThatAFileWasTooLarge) {
    const std::string file(200'000, 'a');
    const std::string head = "POST /keep HTTP/1.1\r\nHost: localhost\r\nAccept-Language: es\r\nContent-Type: multipart/form-data; boundary=x\r\n";
    for (const auto& rest : {"Content-Length: 200000\r\n\r\n" + file, "Transfer-Encoding: chunked\r\n\r\n30d40\r\n" + file}) {
        const auto answer = ask(head + rest);
        EXPECT_EQ(status(answer), 413);
        EXPECT_TRUE(has(answer, "<html lang=\"es\"")) << answer;
        EXPECT_TRUE(has(answer, "Era demasiado grande")) << answer;
        EXPECT_FALSE(has(answer, "kept"));
    }
}

TEST_F(Serving, AsksWhoComesBeforeItTakesALargeBody) {
    Line wire = open();
    wire.say("POST /mine HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n");
    EXPECT_EQ(status(wire.answer()), 401);
    EXPECT_EQ(status(ask("POST /mine HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")), 401);
    EXPECT_EQ(status(ask("POST /large HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 3000000\r\n\r\n")), 400);
    EXPECT_EQ(status(ask("POST /large HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nContent-Length: 3000000\r\n\r\n")), 403);
}

TEST_F(Serving, HoldsNoMoreBodiesThanThereIsRoomFor) {
    settings.limits.bodies = 4 * mebibyte;
    settings.limits.bodies_of_strangers = 3 * mebibyte;
    const std::string body(2 * mebibyte, 'a');
    const std::string head = "POST /large HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    Line first = open();
    first.say(head);
    EXPECT_EQ(status(first.hear_until("\r\n\r\n")), 100);
    Line second = open();
    second.say(head);
    auto full = second.answer();
    EXPECT_EQ(status(full), 503);
    EXPECT_TRUE(has(full, "Retry-After: 60"));
    EXPECT_TRUE(has(full, "Many files are arriving at once")) << full;
    EXPECT_TRUE(has(ask("POST /keep HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"), "kept abc"));
    first.say(body);
    EXPECT_EQ(status(first.answer()), 200);
    first.say(head);  // what the first held is free again
    EXPECT_EQ(status(first.hear_until("\r\n\r\n")), 100);
}

TEST_F(Serving, CountsWhatComesInPiecesAsItGrows) {
    settings.limits.bodies = mebibyte / 2;
    const std::string head = "POST /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept-Language: es\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_TRUE(has(ask(head + "3\r\nabc\r\n0\r\n\r\n"), "kept abc"));
    auto full = ask(head + "100000\r\n" + std::string(mebibyte, 'a'));
    EXPECT_EQ(status(full), 503);
    EXPECT_TRUE(has(full, "Están llegando muchos archivos")) << full;
}

TEST_F(Serving, LeavesWhoIsTooSlow) {
    for (auto words : {"GET /echo HTT", "POST /keep HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc"}) {
        EXPECT_EQ(ask(words), "");
    }
}

TEST_F(Serving, NeverSplitsAnAnswer) {
    auto answer = ask(get("/split"));
    EXPECT_FALSE(has(answer, "stolen"));
    EXPECT_TRUE(has(answer, "whole"));
}

TEST_F(Serving, SendsFilesWhole) {
    const std::string path = ::testing::TempDir() + "/http_server_test_file";
    const std::string content(300'000, 'f');
    std::ofstream(path) << content;
    auto answer = ask(get("/file?path=" + path));
    EXPECT_TRUE(has(answer, "Content-Length: 300000"));
    EXPECT_TRUE(answer.ends_with("\r\n\r\n" + content));
    std::remove(path.c_str());
}

TEST_F(Serving, SendsAssetsAsTheBrowserTakesThemBest) {
    auto brotli = ask(get("/assets/app-1.css", "Accept-Encoding: gzip, br\r\nConnection: close\r\n"));
    EXPECT_TRUE(brotli.ends_with("\r\n\r\nbrotli")) << brotli;
    EXPECT_TRUE(has(brotli, "Content-Encoding: br\r\n"));
    EXPECT_TRUE(has(brotli, "max-age=31536000, immutable"));
    EXPECT_TRUE(ask(get("/assets/app-1.css", "Accept-Encoding: br;q=0\r\nConnection: close\r\n")).ends_with("body{}"));
    EXPECT_EQ(status(ask(get("/assets/app-1.css", "If-None-Match: \"app-1.css\"\r\nConnection: close\r\n"))), 304);
    EXPECT_EQ(status(ask(get("/assets/other.css"))), 404);
}

TEST_F(Serving, BelievesOnlyTrustedProxies) {
    const auto forwarded = get("/peer", "X-Forwarded-For: 9.9.9.9, 8.8.8.8\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n");
    EXPECT_TRUE(has(ask(forwarded), "127.0.0.1 plain"));
    stop();
    settings.trusted_proxies = {"127.0.0.0/8"};
    EXPECT_TRUE(has(ask(forwarded), "8.8.8.8 secure"));
}

TEST_F(Serving, HoldsAnAddressToItsShare) {
    settings.trusted_proxies = {"127.0.0.1"};
    settings.limits.requests_per_second_of_address = 0.001;
    settings.limits.burst_of_address = 2;
    const auto from_far = get("/echo", "X-Forwarded-For: 9.9.9.9\r\nConnection: close\r\n");
    EXPECT_EQ(status(ask(from_far)), 200);
    EXPECT_EQ(status(ask(from_far)), 200);
    auto refused = ask(from_far);
    EXPECT_EQ(status(refused), 429);
    EXPECT_TRUE(has(refused, "Retry-After: 60"));
    EXPECT_EQ(status(ask(get("/echo", "X-Forwarded-For: 8.8.8.8\r\nConnection: close\r\n"))), 200);
}

TEST_F(Serving, TellsWhetherItLivesAndIsReady) {
    EXPECT_EQ(status(ask(get("/healthz"))), 200);
    EXPECT_EQ(status(ask(get("/readyz"))), 200);
    EXPECT_EQ(status(ask(get("/metrics"))), 404);
    Line admin(server->admin_port());
    admin.say(get("/metrics") + "");
    auto figures = admin.hear_all();
    EXPECT_TRUE(has(figures, "belltower_http_answers_total{status=\"2xx\"}")) << figures;
    EXPECT_TRUE(has(figures, "belltower_db_transactions"));
}

TEST_F(Serving, TellsWatchersWhatChanged) {
    Line watcher = open();
    watcher.say(get("/live?topics=queue,request/x", ""));
    EXPECT_TRUE(has(watcher.hear_until("\r\n\r\n"), "text/event-stream"));
    EXPECT_EQ(watcher.hear_until("\n\n"), "data: {\"topic\":\"queue\",\"version\":0}\n\n");
    EXPECT_EQ(watcher.hear_until("\n\n"), "data: {\"topic\":\"request/x\",\"version\":0}\n\n");
    ask("POST /keep HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 1\r\n\r\na");
    EXPECT_EQ(watcher.hear_until("\n\n"), "data: {\"topic\":\"queue\",\"version\":1}\n\n");
    stop();
    EXPECT_EQ(watcher.hear_all(), "");
}

TEST_F(Serving, AnswersWhatRunsBeforeItStops) {
    std::latch gate(1), waiting(1);
    held = &gate;
    arrived = &waiting;
    Line wire = open();
    Line idle = open();
    wire.say(get("/held", ""));
    waiting.wait();
    std::thread stopper([&] { stop(); });
    EXPECT_EQ(idle.hear_all(), "");
    gate.count_down();
    EXPECT_TRUE(has(wire.answer(), "worth waiting for"));
    stopper.join();
}

/// A self-signed certificate and its key in two files.
static TlsFiles own_certificate() {
    TlsFiles files{::testing::TempDir() + "/http_test_certificate.pem", ::testing::TempDir() + "/http_test_key.pem"};
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    X509_sign(certificate, key, EVP_sha256());
    for (auto* file : {&files.certificate, &files.key}) {
        BIO* out = BIO_new_file(file->c_str(), "w");
        if (file == &files.certificate) PEM_write_bio_X509(out, certificate);
        else PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
        BIO_free(out);
    }
    X509_free(certificate);
    EVP_PKEY_free(key);
    return files;
}

TEST_F(Serving, SpeaksTls) {
    settings.tls = own_certificate();
    EXPECT_EQ(ask("GET /peer HTTP/1.1\r\nHost: localhost\r\n\r\n").find("HTTP/1.1 200"), std::string::npos);
    boost::asio::io_context context;
    boost::asio::ssl::context trust(boost::asio::ssl::context::tls_client);
    boost::asio::ssl::stream<tcp::socket> stream(context, trust);
    stream.lowest_layer().connect({boost::asio::ip::make_address("127.0.0.1"), server->port()});
    stream.handshake(boost::asio::ssl::stream_base::client);
    boost::asio::write(stream, boost::asio::buffer(get("/peer")));
    std::string answer;
    boost::system::error_code end;
    boost::asio::read(stream, boost::asio::dynamic_buffer(answer), end);
    EXPECT_EQ(end, boost::asio::error::eof);
    EXPECT_TRUE(answer.ends_with("127.0.0.1 secure")) << answer;
    EXPECT_TRUE(has(answer, "Strict-Transport-Security"));
    std::remove(settings.tls->certificate.c_str());
    std::remove(settings.tls->key.c_str());
}

TEST_F(Serving, SaysWhatIsWrongWithItsSettings) {
    open();
    auto refused = [&](const ServerSettings& wrong, std::string_view words) {
        try {
            Server another(wrong, services, dispatcher);
            ADD_FAILURE() << "accepted, but expected: " << words;
        } catch (const std::runtime_error& reason) {
            EXPECT_TRUE(has(reason.what(), words)) << reason.what();
        }
    };
    refused({.listen = "127.0.0.1:" + std::to_string(server->port())}, "another server");
    refused({.listen = "localhost"}, "127.0.0.1:8080");
    refused({.listen = "127.0.0.1:0", .trusted_proxies = {"10.0.0.0/99"}}, "10.0.0.0/8");
    refused({.listen = "127.0.0.1:0", .tls = TlsFiles{"/nowhere.pem", "/nowhere.key"}}, "/nowhere.pem");
}

}  // namespace http
