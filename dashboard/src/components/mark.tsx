/** The mark of the product. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M8 10.500A2.500 2.500 0 0 1 10.500 8h11A2.500 2.500 0 0 1 24 10.500v7a2.500 2.500 0 0 1-2.500 2.500H15l-4.600 3.700a.6.6 0 0 1-1-.5V20A2.500 2.500 0 0 1 8 17.500z"
        className="fill-accent-ink"
      />
      <path d="M12 12.500h8M12 15.800h5" className="stroke-accent" strokeWidth="1.700" strokeLinecap="round" />
    </svg>
  );
}
