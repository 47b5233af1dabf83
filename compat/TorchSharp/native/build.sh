#!/usr/bin/env bash
# Builds libtoolzero_torch.so over LibTorch and prints its path on the last line. The result is kept below ${TOOLZERO_CACHE:-$HOME/.cache/toolzero}/native/<hash>,
# the hash covering the sources, the compiler and the LibTorch that is used, so a second call costs some milliseconds.
#   LIBTORCH   a libtorch folder or the `torch` folder of a PyTorch installation (its include/ and lib/); without it the system's (Debian's libtorch-dev)
#   CXX        the compiler (g++)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

need() {
  echo "compat/TorchSharp: $1. Install it with" >&2
  echo "  apt-get install --no-install-recommends libtorch-dev libopenblas0-pthread g++" >&2
  echo "or point LIBTORCH at a libtorch folder or at the torch folder of a PyTorch installation." >&2
  exit 2
}

cxx=${CXX:-g++}
command -v "$cxx" >/dev/null || need "the C++ compiler $cxx is missing"

include='' library=''
if [[ -n ${LIBTORCH:-} ]]; then
  include=$LIBTORCH/include library=$LIBTORCH/lib
else
  include=/usr/include
  for folder in "/usr/lib/$("$cxx" -dumpmachine)" /usr/lib/*-linux-gnu /usr/lib64 /usr/lib; do
    if [[ -e $folder/libtorch_cpu.so ]]; then library=$folder; break; fi
  done
fi
[[ -e $include/ATen/ATen.h ]] || need "LibTorch's headers are missing (looked for $include/ATen/ATen.h)"
[[ -n $library && -e $library/libtorch_cpu.so && -e $library/libc10.so ]] || need "LibTorch's libraries are missing (looked in ${library:-/usr/lib})"

# Later versions define the numbers in headeronly/ and include that.
version=("$include/torch/csrc/api/include/torch/version.h")
if [[ -e $include/torch/headeronly/version.h ]]; then version+=("$include/torch/headeronly/version.h"); fi
part() { cat "${version[@]}" | sed -n "s/^#define TORCH_VERSION_$1 \([0-9]*\).*/\1/p" | sed -n 1p; }
major=$(part MAJOR) minor=$(part MINOR)
[[ -n $major && -n $minor ]] || need "the version of LibTorch is not in ${version[*]}"

hash=$( { cat build.sh ./*.cpp; "$cxx" --version | head -1; echo "$major.$minor $include $library"; stat -L -c '%s %Y' "$library/libtorch_cpu.so"; } | sha256sum | cut -c1-16)
folder=${TOOLZERO_CACHE:-$HOME/.cache/toolzero}/native/$hash
target=$folder/libtoolzero_torch.so
if [[ ! -e $target ]]; then
  mkdir -p "$folder"
  exec 9>"$folder/lock"
  flock 9
fi
if [[ ! -e $target ]]; then
  echo "compat/TorchSharp: building the native part over LibTorch $major.$minor in $library (once)" >&2
  blas=$(ldd "$library/libtorch_cpu.so" | sed -n 's/.*libblas\.so\.3 => \([^ ]*\).*/\1/p')
  if [[ -n $blas && $(readlink -f "$blas") == */blas/* ]]; then
    echo "compat/TorchSharp: libblas.so.3 is the slow reference BLAS; install libopenblas0-pthread (matrix products become ten times faster and more)" >&2
  fi
  standard=c++17
  if (( major > 2 || (major == 2 && minor >= 9) )); then standard=c++20; fi
  # PyTorch's own wheels used the old string ABI for long: ask the library that is there.
  abi=0
  if grep -qa '__cxx11' "$library/libc10.so"; then abi=1; fi
  link=(-Wl,--no-as-needed)
  for name in torch torch_cpu c10 torch_cuda c10_cuda; do
    if [[ -e $library/lib$name.so ]]; then link+=("-l$name"); fi
  done
  trap 'rm -f "$target.$$"' EXIT
  "$cxx" -std=$standard -O2 -fPIC -shared -fvisibility=hidden -w -D_GLIBCXX_USE_CXX11_ABI=$abi \
    -I"$include" -I"$include/torch/csrc/api/include" -o "$target.$$" ./*.cpp \
    -L"$library" "-Wl,-rpath,$library" "${link[@]}" -ldl
  mv "$target.$$" "$target"
fi
echo "$target"
