# Sourced by the scripts beside it: the root of the tree, and how much to run at once.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd -- "$root"
jobs=${CAIRN_JOBS:-$(nproc)}
presets="dev dev-clang asan asan-clang tsan coverage fuzz release"

step() { printf '\n== %s\n' "$*"; }

# Configures and builds one preset: build_preset dev [TARGET...]
build_preset() {
    local preset=$1 target
    shift
    if [[ " $presets " != *" $preset "* ]]; then
        echo "unknown preset '$preset'; one of: $presets" >&2
        exit 2
    fi
    local targets=()
    for target in "$@"; do targets+=(--target "$target"); done
    cmake --preset "$preset" --log-level=WARNING >/dev/null
    cmake --build "build/$preset" --parallel "$jobs" "${targets[@]}"
}

# run_tests PRESET [CTEST ARGUMENT...]
run_tests() {
    local preset=$1
    shift
    ctest --test-dir "build/$preset" --parallel "$jobs" --output-on-failure --no-tests=error "$@"
}
