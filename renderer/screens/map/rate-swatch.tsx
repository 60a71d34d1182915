/** A rate's colour on the map, beside its words. `step`: of the scale of rates. */
export const RateSwatch = ({ step }: { readonly step: number }) => (
  <svg className="whisker-swatch" width="14" height="6" aria-hidden="true">
    <rect data-step={step} width="14" height="6" />
  </svg>
)
