#include "people/neutral_words.h"

#include <algorithm>

#include "base/text.h"

namespace people {

using enum LoadedKind;

static constexpr LoadedWord english[] = {
    {"he", gender, "the person, or leave it out"},
    {"she", gender, "the person, or leave it out"},
    {"his", gender, "their"},
    {"her", gender, "their"},
    {"him", gender, "them"},
    {"chairman", gender, "chair"},
    {"foreman", gender, "lead"},
    {"handyman", gender, "maintenance technician"},
    {"manpower", gender, "staff"},
    {"man hours", gender, "hours of work"},
    {"salesman", gender, "salesperson"},
    {"workman", gender, "worker"},
    {"girls", gender, "people, or students"},
    {"guys", gender, "people"},
    {"ladies", gender, "people"},
    {"gentlemen", gender, "people"},
    {"young", age, "leave it out; say what the work asks for", false},
    {"youthful", age, "leave it out"},
    {"mature", age, "say how much experience the work asks for", false},
    {"energetic", age, "say what the work asks for, such as moving equipment", false},
    {"digital native", age, "say which tools the person uses"},
    {"recent graduate", age, "say which education the work asks for"},
    {"recent college graduate", age, "say which education the work asks for"},
    {"new grad", age, "say which education the work asks for"},
    {"overqualified", age, "leave it out"},
    {"maximum age", age, "leave it out; the law allows it for very few jobs"},
    {"ninja", jargon, "specialist"},
    {"rockstar", jargon, "specialist"},
    {"rock star", jargon, "specialist"},
    {"guru", jargon, "specialist"},
    {"wizard", jargon, "specialist"},
    {"go getter", jargon, "say what the person does without being asked"},
    {"self starter", jargon, "works without daily instructions"},
    {"fast paced", jargon, "say how many requests a day, or what is urgent"},
    {"wear many hats", jargon, "list the duties with their shares"},
    {"wears many hats", jargon, "list the duties with their shares"},
    {"hit the ground running", jargon, "say what is expected after 90 days"},
    {"think outside the box", jargon, "find new ways"},
    {"synergy", jargon, "say who works with whom"},
    {"leverage", jargon, "use"},
    {"utilize", jargon, "use"},
    {"utilizes", jargon, "uses"},
    {"facilitate", jargon, "help, or lead"},
    {"best of breed", jargon, "good"},
    {"work family", jargon, "team"},
};

static constexpr LoadedWord spanish[] = {
    {"hombre", gender, "persona"},
    {"varon", gender, "persona"},
    {"mujer", gender, "persona"},
    {"senorita", gender, "persona"},
    {"senoritas", gender, "personas"},
    {"secretaria ejecutiva", gender, "asistencia ejecutiva"},
    {"buena presencia", gender, "quítelo; diga qué pide el trabajo"},
    {"mano de obra masculina", gender, "personal"},
    {"los candidatos", gender, "las personas candidatas", false},
    {"el candidato", gender, "la persona candidata", false},
    {"los alumnos", gender, "el alumnado", false},
    {"los profesores", gender, "el profesorado", false},
    {"los maestros", gender, "el personal docente", false},
    {"los padres", gender, "las familias", false},
    {"los trabajadores", gender, "el personal", false},
    {"los empleados", gender, "el personal", false},
    {"joven", age, "quítelo; diga qué pide el trabajo", false},
    {"jovenes", age, "quítelo; diga qué pide el trabajo", false},
    {"juvenil", age, "quítelo"},
    {"maduro", age, "diga cuánta experiencia pide el trabajo", false},
    {"madura", age, "diga cuánta experiencia pide el trabajo", false},
    {"nativo digital", age, "diga qué herramientas se usan"},
    {"nativa digital", age, "diga qué herramientas se usan"},
    {"recien graduado", age, "diga qué estudios pide el trabajo"},
    {"recien graduada", age, "diga qué estudios pide el trabajo"},
    {"recien egresado", age, "diga qué estudios pide el trabajo"},
    {"recien egresada", age, "diga qué estudios pide el trabajo"},
    {"sangre nueva", age, "quítelo"},
    {"edad maxima", age, "quítelo; la ley lo permite para muy pocos puestos"},
    {"menor de 35 anos", age, "quítelo"},
    {"energico", age, "diga qué pide el trabajo, por ejemplo mover equipos", false},
    {"energica", age, "diga qué pide el trabajo, por ejemplo mover equipos", false},
    {"ninja", jargon, "especialista"},
    {"guru", jargon, "especialista"},
    {"crack", jargon, "especialista"},
    {"rockstar", jargon, "especialista"},
    {"todoterreno", jargon, "enumere las tareas con su parte del tiempo"},
    {"multitarea", jargon, "enumere las tareas con su parte del tiempo"},
    {"ponerse la camiseta", jargon, "diga qué se espera"},
    {"trabajo bajo presion", jargon, "diga qué es urgente y cuándo"},
    {"trabajar bajo presion", jargon, "diga qué es urgente y cuándo"},
    {"sinergia", jargon, "diga quién trabaja con quién"},
    {"sinergias", jargon, "diga quién trabaja con quién"},
    {"proactivo", jargon, "diga qué hace la persona sin que se lo pidan"},
    {"proactiva", jargon, "diga qué hace la persona sin que se lo pidan"},
    {"aperturar", jargon, "abrir"},
    {"feedback", jargon, "comentarios"},
};

std::span<const LoadedWord> loaded_words(std::string_view language) {
    return language == "es" ? std::span<const LoadedWord>(spanish) : std::span<const LoadedWord>(english);
}

/// Words with one space around each, so that a phrase is found whole.
static std::string spaced(std::string_view text) { return " " + base::join(base::folded_words(text), " ") + " "; }

static bool says(const std::string& words, std::string_view phrase) { return words.find(" " + std::string(phrase) + " ") != std::string::npos; }

std::vector<LoadedWord> find_loaded(std::string_view text, std::string_view language) {
    const auto words = spaced(text);
    std::vector<LoadedWord> found;
    for (const auto& one : loaded_words(language)) {
        if (says(words, one.phrase)) found.push_back(one);
    }
    return found;
}

bool says_one_of(std::string_view text, std::span<const std::string_view> phrases) {
    const auto words = spaced(text);
    return std::ranges::any_of(phrases, [&](std::string_view phrase) { return says(words, phrase); });
}

}  // namespace people
