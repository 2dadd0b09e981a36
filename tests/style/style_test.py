"""Proves of each rule that it can fail, and that it leaves good code alone."""
import unittest

import rules


def faults(rule, path, text):
    return [line for line, _ in rule(path, text)]


class Coroutines(unittest.TestCase):
    def test_refuses_every_form_that_is_miscompiled(self):
        for statement in (
                "if (co_await f()) { g(); }",
                "while (co_await f()) {}",
                "switch (co_await f()) {}",
                "for (auto& x : co_await f()) {}",
                "if (auto r = co_await f(); r) {}",
                "EXPECT_EQ(co_await f(), 1);",
                "ASSERT_TRUE(co_await f());",
                "auto x = ok ? co_await a() : b;",
                "co_await (ok ? a() : b());",
                "co_await f({a, b});",
                "auto x = co_await f(Args{.a = 1});",
                "auto v = std::vector<int>{co_await a()};",
                "g(co_await f());",
                "co_await f([&] { return 1; });",
                "auto x = co_await f(co_await g());",
                "if (ok) co_await f(),\n  g(co_await h());"):
            with self.subTest(statement):
                self.assertTrue(faults(rules.coroutine_forms, "shared/net/a.cpp",
                                       f"awaitable<void> run() {{\n  {statement}\n}}\n"))

    def test_leaves_plain_statements_alone(self):
        for statement in (
                "co_await f(a, std::move(b));",
                "auto x = co_await f(a);",
                "const std::size_t n = co_await f(a);",
                "x = co_await f(a);",
                "this->x_ = co_await f(a);",
                "auto [error, n] = co_await f(a, b);",
                "auto r = co_await (read(a) || wait(b));",
                "co_return co_await f(a);",
                "case State::open:\n    co_await f(a);",
                "default:\n    co_await f(a);",
                "// if (co_await f()) is miscompiled\n",
                'log("if (co_await f())");'):
            with self.subTest(statement):
                self.assertEqual([], faults(rules.coroutine_forms, "shared/net/a.cpp",
                                            f"awaitable<void> run() {{\n  {statement}\n}}\n"))

    def test_refuses_detached_and_capturing_lambdas(self):
        for text in ("co_spawn(io, run(), detached);",
                     "co_spawn(io, run(), boost::asio::detached);",
                     "co_spawn(io, [&x]() -> awaitable<void> { co_return; }, done);",
                     "co_spawn(io, [this](int a) mutable -> asio::awaitable<void> {}, done);"):
            with self.subTest(text):
                self.assertEqual([1], faults(rules.coroutine_forms, "shared/net/a.cpp", text))

    def test_leaves_the_word_detached_to_others(self):
        self.assertEqual([], faults(rules.coroutine_forms, "client/replica/types.h",
                                    "enum class DraftState { attached, detached };"))

    def test_names_the_line(self):
        text = "/* a\n b */\nvoid f() {\n    g();\n    if (co_await h()) {}\n}\n"
        self.assertEqual([5], faults(rules.coroutine_forms, "a.cpp", text))


class Shape(unittest.TestCase):
    def test_refuses_a_file_beyond_the_limit(self):
        self.assertEqual([], faults(rules.file_length, "a.cpp", "\n" * rules.LINES_MAX))
        self.assertTrue(faults(rules.file_length, "a.cpp", "\n" * (rules.LINES_MAX + 1)))
        self.assertTrue(faults(rules.file_length, "tools/check", "\n" * (rules.LINES_MAX + 1)))
        self.assertEqual([], faults(rules.file_length, "docs/A.md", "\n" * 2000))

    def test_refuses_a_header_without_pragma_once(self):
        self.assertTrue(faults(rules.pragma_once, "a.h", "int f();\n"))
        self.assertEqual([], faults(rules.pragma_once, "a.h", "#pragma once\n"))

    def test_refuses_using_namespace_in_a_header(self):
        self.assertEqual([2], faults(rules.using_namespace, "a.h", "\nusing namespace std;\n"))
        self.assertEqual([], faults(rules.using_namespace, "a.cpp", "using namespace std;\n"))
        self.assertEqual([], faults(rules.using_namespace, "a.h", "// using namespace std;\n"))

    def test_refuses_threads_outside_main(self):
        rule = rules.threads_outside_main
        self.assertTrue(faults(rule, "server/app/listener.cpp", "std::thread t(run);"))
        self.assertTrue(faults(rule, "client/cli/a.cpp", "std::jthread t(run);"))
        self.assertEqual([], faults(rule, "server/app/main.cpp", "std::thread t(run);"))
        self.assertEqual([], faults(rule, "shared/net/resolve.cpp", "std::thread t(run);"))
        self.assertEqual([], faults(rule, "tests/unit/a.cpp", "std::thread t(run);"))


class Tests(unittest.TestCase):
    def test_refuses_sleep(self):
        rule = rules.sleeping_tests
        self.assertTrue(faults(rule, "tests/a.cpp", "std::this_thread::sleep_for(1s);"))
        self.assertTrue(faults(rule, "tests/a.cpp", "usleep(5);"))
        self.assertTrue(faults(rule, "tests/a.py", "time.sleep(1)"))
        self.assertTrue(faults(rule, "tests/a.sh", "  sleep 2"))
        self.assertEqual([], faults(rule, "tests/a.sh", "  sleep 0.05"))
        self.assertEqual([], faults(rule, "shared/net/a.cpp", "usleep(5);"))
        self.assertEqual([], faults(rule, "tests/a.cpp", "// never sleep(1)\n"))

    def test_refuses_fixed_temporary_paths(self):
        self.assertTrue(faults(rules.fixed_temporary_paths, "tests/a.cpp", 'open("/tmp/x");'))
        self.assertEqual([], faults(rules.fixed_temporary_paths, "tests/a.cpp", "// below /tmp/\n"))


class Words(unittest.TestCase):
    def test_refuses_paths_of_a_machine(self):
        rule = rules.machine_paths
        for text in ("see /home/ann/cairn", "(/root/x)", '"/work/main"', "/Users/ann"):
            with self.subTest(text):
                self.assertTrue(faults(rule, "docs/A.md", text))
        for text in ("/var/lib/cairn", "team/work/plan", "https://host/home/page", "~/home/x"):
            with self.subTest(text):
                self.assertEqual([], faults(rule, "docs/A.md", text))

    def test_refuses_todo_without_an_issue(self):
        rule = rules.todo_without_issue
        self.assertTrue(faults(rule, "a.cpp", "// TODO: later\n"))
        self.assertTrue(faults(rule, "a.py", "# FIXME\n"))
        self.assertEqual([], faults(rule, "a.cpp", "// TODO(#12): later\n"))

    def test_refuses_commented_out_code(self):
        rule = rules.commented_out_code
        for text in ("// run(a, b);", "    // auto x = 1;", "// x = y;", "// if (a) {", "#if 0",
                     "// return x;", "// } else {".replace("} ", "")):
            with self.subTest(text):
                self.assertTrue(faults(rule, "a.cpp", text + "\n"))
        for text in ("// The cursor moves first; a crash pulls again.", "// hashed once (I1, I4);",
                     "//     session.receive(message);", "// a set = its members;  as of now"):
            with self.subTest(text):
                self.assertEqual([], faults(rule, "a.cpp", text + "\n"))


class CodeOnly(unittest.TestCase):
    def test_keeps_lines_and_blanks_literals(self):
        text = 'a("x//y"); // b\nc(R"sql(\n"{ )sql"); d = 1\'000; e = \'"\'; /* f\n */ g;\n'
        code = rules.code_only(text)
        self.assertEqual(text.count("\n"), code.count("\n"))
        for word in "a(", "c(", "d = 1'000", "e =", "g;":
            self.assertIn(word, code)
        for word in "x", "// b", "{", " f":
            self.assertNotIn(word, code)


if __name__ == "__main__":
    unittest.main()
