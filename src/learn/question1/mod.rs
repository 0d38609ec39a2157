//! Question 1.
