"""The rules of style that a machine can read. A rule takes a path and a text, and yields
(line number, complaint) for each fault; style_test.py proves that each can fail."""
import re

LINES_MAX = 600

_COMMENT_OR_LITERAL = re.compile(
    r'(?P<raw>R"(?P<delimiter>[^()\s\\]{0,16})\(.*?\)(?P=delimiter)")'
    r"|(?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)"
    r'|(?P<string>"(?:\\.|[^"\\\n])*")'
    r"|(?P<char>(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+')",
    re.DOTALL)


def code_only(text):
    """The text with comments and literals blanked, every line still in its place."""
    def blank(match):
        kept = re.sub(r"[^\n]", " ", match.group())
        return kept if match.group("comment") else '""' + kept[2:]
    return _COMMENT_OR_LITERAL.sub(blank, text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def is_cpp(path):
    return path.endswith((".h", ".cpp"))


def is_source(path):
    return is_cpp(path) or path.endswith((".py", ".sh", ".cmake", ".capnp", ".sql")) \
        or path.startswith(("tools/", ".ci/"))


def matches(path, text, pattern, complaint):
    for match in re.finditer(pattern, text, re.MULTILINE):
        yield line_of(text, match.start()), complaint


# --- coroutines -----------------------------------------------------------------------------------
# g++ 12 miscompiles co_await in conditions, in ?:, beside braces and inside other calls. What is
# left is safe: a whole statement, or the whole right side of an assignment, with named arguments.

_AWAIT_START = re.compile(r"\s*(?:co_return\b|[\w:<>,&*\s.\[\]>-]+=(?!=))?\s*")
_IN_PARENTHESES = ("co_await stands alone as a statement or as 'auto x = co_await f(named);', "
                   "never inside a condition, a call or a macro")
_COMPOUND = "no braces, ?: or lambda beside co_await: put the arguments into named locals first"


def coroutine_forms(path, text):
    if not is_cpp(path):
        return
    code = code_only(text)
    for match in re.finditer(r"\bco_await\b", code):
        start = max(code.rfind(mark, 0, match.start()) for mark in ";{}") + 1
        before = re.sub(r"^\s*(?:else\b|\w+\s*:(?!:)|case\b(?:[^:]|::)*:(?!:))", "",
                        code[start:match.start()])
        end = code.find(";", match.start())
        after = code[match.end():end if end >= 0 else len(code)]
        line = line_of(code, match.start())
        if not _AWAIT_START.fullmatch(before):
            yield line, _COMPOUND if "?" in before else _IN_PARENTHESES
        elif re.search(r"[{}?]", after):
            yield line, _COMPOUND
    yield from matches(path, code, r"\basio::detached\b|,\s*detached\s*\)",
                       "never detached: somebody must hear of the end")
    captures = r"\[[^\[\]]+\]\s*\([^()]*\)\s*(?:mutable\s*)?->\s*[\w:]*awaitable"
    yield from matches(path, code, captures,
                       "a coroutine is a named function that owns its arguments, not a lambda with "
                       "captures")


# --- shape ----------------------------------------------------------------------------------------

def file_length(path, text):
    lines = text.count("\n")
    if is_source(path) and lines > LINES_MAX:
        yield LINES_MAX, f"{lines} lines; {LINES_MAX} is the end"


def pragma_once(path, text):
    if path.endswith(".h") and not re.search(r"^#pragma once$", text, re.MULTILINE):
        yield 1, "a header begins with #pragma once"


def using_namespace(path, text):
    if path.endswith(".h"):
        yield from matches(path, code_only(text), r"\busing\s+namespace\b",
                           "no using namespace in a header")


def threads_outside_main(path, text):
    if is_cpp(path) and path.startswith(("client/", "server/", "shared/")) \
            and not path.endswith("/main.cpp") and path != "shared/net/resolve.cpp":
        yield from matches(path, code_only(text), r"\bstd::j?thread\b",
                           "threads start in main.cpp, but for the one that looks up a name")


# --- tests ----------------------------------------------------------------------------------------

def sleeping_tests(path, text):
    if not path.startswith("tests/"):
        return
    if is_cpp(path):
        yield from matches(path, code_only(text),
                           r"\b(?:sleep_for|sleep_until|u?sleep|nanosleep)\s*\(",
                           "a test never sleeps")
    elif path.endswith(".py"):
        yield from matches(path, text, r"\btime\.sleep\(", "a test never sleeps")
    elif path.endswith(".sh"):
        # Fractions pass: the pause between two looks at a process that is coming up.
        yield from matches(path, text, r"^[^#\n]*\bsleep\s+[1-9]", "a test never sleeps")


def fixed_temporary_paths(path, text):
    if is_cpp(path):
        yield from matches(path, text, r'"/(?:var/)?tmp/',
                           "a fixed temporary path: tests run side by side")


# --- words ----------------------------------------------------------------------------------------

def machine_paths(path, text):
    yield from matches(path, text, r"(?<![\w.\-/}~])/(?:work|root|home|Users)/\w",
                       "a path of somebody's machine")


def todo_without_issue(path, text):
    if is_source(path):
        yield from matches(path, text, r"\b(?:TODO|FIXME|XXX)\b(?!\s*\(#\d+\))",
                           "a TODO carries an issue's number: TODO(#12)")


def commented_out_code(path, text):
    if not is_cpp(path):
        return
    code = (r"^\s*// ?(?:[\w:]+(?:\(.*\)|(?: [\w:]+)? = .*)|(?:if|for|while) \(.*\)"
            r"|return .*\w\)?);$")
    block = r"^\s*// ?(?:(?:if|for|while|switch) \(.*\)|else|(?:class|struct) \w+) \{$"
    for pattern in (code, block, r"^#if 0\b"):
        yield from matches(path, text, pattern, "commented-out code: delete it")


RULES = (coroutine_forms, file_length, pragma_once, using_namespace, threads_outside_main,
         sleeping_tests, fixed_temporary_paths, machine_paths, todo_without_issue,
         commented_out_code)
