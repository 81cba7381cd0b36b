// Cascades of Viola and Jones, as opencv-data ships them. They find most faces that are seen from the front and in good light, and miss many others:
// from the side, under head coverings, dark or against the light, small, half hidden. So what they say adds questions and answers none.
#include <fmt/format.h>

#include <opencv2/core.hpp>
#include <opencv2/core/ocl.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include <string>

#include "media/worker/decode.h"
#include "media/worker/places.h"
#include "media/worker/worker.h"

namespace media::worker {

constexpr int long_side = 1000;
constexpr double scale_step = 1.1;
constexpr int neighbours = 3;
constexpr int least_side = 24;
constexpr int detector_threads = 2;

struct Detector {
    const char* file;
    bool mirrored_too;  // it knows faces that look to one side
    cv::CascadeClassifier cascade = {};
};

/// Read before the walls are there.
static std::vector<Detector> read_detectors() {
    std::vector<Detector> detectors = {{"haarcascades/haarcascade_frontalface_default.xml", false},
                                       {"haarcascades/haarcascade_frontalface_alt2.xml", false},
                                       {"haarcascades/haarcascade_profileface.xml", true},
                                       {"lbpcascades/lbpcascade_frontalface_improved.xml", false}};
    for (auto& detector : detectors) {
        if (!detector.cascade.load(std::string("/usr/share/opencv4/") + detector.file)) {
            throw Refusal{"worker.missing", fmt::format("{} is not there; the package opencv-data holds it.", detector.file)};
        }
    }
    return detectors;
}

static std::string described() {
    return fmt::format(
        "OpenCV {} cascades frontalface_default, frontalface_alt2, profileface and mirrored, lbp frontalface_improved; long side {}, equalised, scale {}, neighbours {}, least {}",
        cv::getVersionString(), long_side, scale_step, neighbours, least_side);
}

static cv::Mat grey(Pixels& pixels) {
    const cv::Mat coloured(pixels.height, pixels.width, CV_8UC3, pixels.bytes.data());
    cv::Mat grey;
    cv::cvtColor(coloured, grey, cv::COLOR_RGB2GRAY);
    const auto size = fitted({pixels.width, pixels.height}, {long_side, long_side});
    if (size.width != pixels.width || size.height != pixels.height) cv::resize(grey, grey, {size.width, size.height}, 0, 0, cv::INTER_AREA);
    cv::equalizeHist(grey, grey);
    return grey;
}

static void look(Detector& detector, const cv::Mat& picture, bool mirrored, std::vector<Place>& places) {
    std::vector<cv::Rect> found;
    detector.cascade.detectMultiScale(picture, found, scale_step, neighbours, 0, {least_side, least_side});
    for (const auto& one : found) places.push_back({mirrored ? picture.cols - one.x - one.width : one.x, one.y, one.width, one.height});
}

static std::vector<Place> look_everywhere(std::vector<Detector>& detectors, const cv::Mat& picture) {
    std::vector<Place> places;
    cv::Mat mirrored;
    cv::flip(picture, mirrored, 1);
    for (auto& detector : detectors) {
        look(detector, picture, false, places);
        if (detector.mirrored_too) look(detector, mirrored, true, places);
    }
    return merged(std::move(places));
}

void faces(Line& line, const Question& question) try {
    const auto format = required_format(question.picture);
    cv::ocl::setUseOpenCL(false);
    cv::setNumThreads(detector_threads);
    auto detectors = read_detectors();
    // Its threads begin with the first picture that it sees.
    look_everywhere(detectors, cv::Mat(64, 64, CV_8UC1, cv::Scalar(128)));
    wall_in(question, format);
    auto decoded = decode(question.picture, format, {long_side, long_side}, question.most_pixels);
    const auto picture = grey(decoded.pixels);
    Proposals proposals{{}, described()};
    for (const auto& place : look_everywhere(detectors, picture)) proposals.boxes.push_back(box_of(place, picture.cols, picture.rows));
    line.proposals(proposals);
} catch (const cv::Exception& problem) {
    if (problem.code == cv::Error::StsNoMem) throw Refusal{"limit.memory", "The picture needs more memory than it may have."};
    throw Refusal{"worker.died", "The detector could not go on."};
}

}  // namespace media::worker
