//! Large blocks of bytes that are read in random order.

/// Asks the system to keep the space of an empty vector in huge pages, where it has them: an image is then found with
/// fewer steps through the page tables. It is a request, and changes nothing but speed.
pub fn in_huge_pages(room: Vec<u8>) -> Vec<u8> {
    #[cfg(target_os = "linux")]
    if room.capacity() >= 2 * HUGE_PAGE && room.is_empty() {
        let offset = room.as_ptr().align_offset(HUGE_PAGE);
        let length = (room.capacity() - offset) / HUGE_PAGE * HUGE_PAGE;
        let start = room.as_ptr().wrapping_add(offset).cast_mut().cast();
        // SAFETY: the pages lie within the vector's room, and the advice does not change what they hold.
        unsafe { libc::madvise(start, length, libc::MADV_HUGEPAGE) };
    }
    room
}

/// The size of a huge page of x86-64 in bytes; other processors have none that are smaller.
#[cfg(target_os = "linux")]
const HUGE_PAGE: usize = 1 << 21;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_stays_what_it_was() {
        for capacity in [0, 1000, 10 << 20] {
            let room = Vec::with_capacity(capacity);
            let place = room.as_ptr();
            let mut room = in_huge_pages(room);
            assert!(room.capacity() >= capacity && room.as_ptr() == place);
            room.resize(capacity, 7);
            assert!(room.iter().all(|byte| *byte == 7));
        }
    }
}
