//! Tiles of vertices, one bit for each, which are evaluated together.

/// The number of words of a line of the cache.
pub(super) const LINE: usize = 8;
/// The number of words of a small tile.
pub(super) const SMALL: usize = LINE;
/// The number of words of a large tile.
pub(super) const LARGE: usize = 64;

/// One bit for each of 64·N vertices, in words of 64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
pub(super) struct Tile<const N: usize>(pub(super) [u64; N]);

impl<const N: usize> Tile<N> {
    /// The tile with no bits set.
    pub(super) const NONE: Self = Self([0; N]);
    /// The tile with all bits set.
    pub(super) const ALL: Self = Self([u64::MAX; N]);
    /// A tile has 2 to this power bits; N is a power of two.
    pub(super) const BITS: usize = log(64 * N);

    /// Sets a bit.
    pub(super) fn set(&mut self, bit: usize) {
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    /// Sets the bits that are set in the other tile.
    pub(super) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a |= b);
    }

    /// Clears the bits that are set in the other tile.
    pub(super) fn remove(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a &= !b);
    }

    /// A line of the tile.
    #[inline(always)]
    pub(super) fn line(&self, line: usize) -> Line {
        Line(
            *self.0[line * LINE..]
                .first_chunk()
                .expect("a line of the tile"),
        )
    }

    /// Writes a line of the tile.
    #[inline(always)]
    pub(super) fn set_line(&mut self, line: usize, bits: Line) {
        *self.0[line * LINE..]
            .first_chunk_mut()
            .expect("a line of the tile") = bits.0;
    }

    /// The places of the bits that are set, in increasing order.
    pub(super) fn places(&self) -> impl Iterator<Item = u64> {
        (0..).step_by(64).zip(self.0).flat_map(|(start, mut bits)| {
            std::iter::from_fn(move || {
                let place = (bits != 0).then(|| start + u64::from(bits.trailing_zeros()));
                bits &= bits.wrapping_sub(1);
                place
            })
        })
    }
}

/// The bits of 512 vertices, on one line of the cache or in one register.
#[derive(Clone, Copy)]
pub(super) struct Line([u64; LINE]);

impl Line {
    /// The line with no bits set.
    pub(super) const NONE: Self = Self([0; LINE]);

    /// The bits of `one` where the line has a 1, and those of `zero` where it has a 0.
    #[inline(always)]
    pub(super) fn choose(self, one: Self, zero: Self) -> Self {
        let mut chosen = zero;
        for i in 0..LINE {
            chosen.0[i] ^= self.0[i] & (one.0[i] ^ chosen.0[i]);
        }
        chosen
    }

    /// The bits f(a, b).
    #[inline(always)]
    pub(super) fn with(self, other: Self, f: impl Fn(u64, u64) -> u64) -> Self {
        let mut with = self;
        for i in 0..LINE {
            with.0[i] = f(self.0[i], other.0[i]);
        }
        with
    }
}

const fn log(n: usize) -> usize {
    let mut log = 0;
    while 1 << log < n {
        log += 1;
    }
    log
}

/// The bits as tiles, the lowest first; as many as fill tiles.
pub(super) fn tiles<const N: usize>(bits: impl Iterator<Item = bool>) -> Vec<Tile<N>> {
    let mut tiles: Vec<Tile<N>> = Vec::new();
    for (i, bit) in bits.enumerate() {
        let place = i % (64 * N);
        if place == 0 {
            tiles.push(Tile::NONE);
        }
        if bit {
            tiles.last_mut().expect("just pushed").set(place);
        }
    }
    tiles
}
