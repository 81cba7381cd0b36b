// A noisy picture of 12 megapixels, made in the run, through the program belltower-images as the server asks it: decoded, stripped, one face blurred, three
// sizes made. Beside it how long faces are looked for. Arguments: --runs N, --json FILE.
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include "base/child_process.h"
#include "media/render.h"
#include "media/worker/vips_image.h"

using Clock = std::chrono::steady_clock;
using media::worker::Pixels;

constexpr double most_seconds = 0.8;
constexpr double most_megabytes = 512;

/// Soft shapes under grain, as of a camera in a dim hall: the grain is what makes decoding slow.
static Pixels grainy(int width, int height) {
    Pixels pixels{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3)};
    std::minstd_rand random(7);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            std::uint8_t* at = pixels.at(x, y);
            for (int band = 0; band < 3; ++band) {
                const int ground = 60 + (x * (band + 2) / 40 + y / 25) % 130;
                // The sum of two is roughly as grain is spread.
                const int grain = static_cast<int>(random() % 25 + random() % 25) - 24;
                at[band] = static_cast<std::uint8_t>(std::clamp(ground + grain, 0, 255));
            }
        }
    }
    return pixels;
}

static std::string as_jpeg(const Pixels& pixels) {
    const auto image = media::worker::image_over(pixels);
    void* data = nullptr;
    std::size_t size = 0;
    if (vips_jpegsave_buffer(image.get(), &data, &size, "Q", 92, nullptr) != 0) std::exit(1);
    std::string bytes(static_cast<const char*>(data), size);
    g_free(data);
    return bytes;
}

/// The most that was resident of a child of this process, read from /proc every millisecond while it lives: what getrusage() says of a child counts this
/// process too.
class Peak {
public:
    Peak() : thread_([this] { watch(); }) {}
    ~Peak() { stop(); }
    double stop() {
        over_ = true;
        if (thread_.joinable()) thread_.join();
        return static_cast<double>(kibibytes_) / 1024;
    }

private:
    void watch() {
        const auto own = fmt::format("/proc/self/task/{}/children", ::getpid());
        for (; !over_; std::this_thread::sleep_for(std::chrono::milliseconds(1))) {
            std::ifstream children(own);
            int child = 0;
            if (!(children >> child)) continue;
            std::ifstream status(fmt::format("/proc/{}/status", child));
            std::string line;
            // Between fork and exec it is this process still.
            bool ours = false;
            while (std::getline(status, line)) {
                if (line.starts_with("Name:")) ours = line.find("belltower-image") != line.npos;
                if (ours && line.starts_with("VmHWM:")) kibibytes_ = std::max(kibibytes_, std::stol(line.substr(6)));
            }
        }
    }
    std::atomic<bool> over_ = false;
    long kibibytes_ = 0;
    std::thread thread_;
};

struct Figures {
    double seconds = 0, megabytes = 0;
};

template <typename Work>
static Figures measure(int runs, Work&& work) {
    std::vector<double> seconds;
    Peak peak;
    for (int run = 0; run < runs; ++run) {
        const auto began = Clock::now();
        work();
        seconds.push_back(std::chrono::duration<double>(Clock::now() - began).count());
    }
    std::ranges::sort(seconds);
    return {seconds[seconds.size() / 2], peak.stop()};
}

int main(int argc, char** argv) {
    int runs = 9;
    std::string json;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::string(argv[i]) == "--runs") runs = std::stoi(argv[i + 1]);
        if (std::string(argv[i]) == "--json") json = argv[i + 1];
    }
    const auto program = base::program_beside("belltower-images");
    if (VIPS_INIT(argv[0]) != 0) return 1;
    const auto picture = as_jpeg(grainy(4000, 3000));
    const std::vector<media::Box> face = {{4000, 3000, 1000, 1300}};
    std::size_t sizes = 0;
    const auto rendered = measure(runs, [&] { sizes = media::render(program, picture, face).sizes.size(); });
    if (sizes != 3) return 1;
    const auto looked = measure(3, [&] { media::propose_faces(program, picture); });
    fmt::print("a picture of 12 megapixels, {:.1f} MB as JPEG, median of {}\n", static_cast<double>(picture.size()) / 1e6, runs);
    fmt::print("{:<44}{:8.3f} s   limit {} s, {:.2f} of it\n", "decoded, stripped, blurred, three sizes", rendered.seconds, most_seconds, rendered.seconds / most_seconds);
    fmt::print("{:<44}{:8.1f} MB  limit {} MB, {:.2f} of it\n", "resident at most", rendered.megabytes, most_megabytes, rendered.megabytes / most_megabytes);
    fmt::print("{:<44}{:8.3f} s\n{:<44}{:8.1f} MB\n", "faces looked for (a job beside it)", looked.seconds, "resident at most at that", looked.megabytes);
    if (!json.empty()) {
        std::ofstream(json) << fmt::format("{{\"seconds\": {:.4f}, \"megabytes\": {:.1f}, \"faces_seconds\": {:.3f}, \"faces_megabytes\": {:.1f}}}\n", rendered.seconds, rendered.megabytes,
                                           looked.seconds, looked.megabytes);
    }
}
