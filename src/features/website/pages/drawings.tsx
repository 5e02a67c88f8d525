import type { Drawing } from '../drawings.ts';

/** A cinema in a living room: the light of the film falls through a window that stands open; people sit before it. */
const Screening = () => (
  <>
    <path class="d-soft" d="M40 40h640v300H40z" />
    <path class="d-light" d="M250 72h220v150H250z" />
    <path class="d-accent" d="M360 72l96-30v210l-96-30z" />
    <path
      class="d-line"
      d="M250 72h220v150H250zM360 72v150M250 147h220M360 72l96-30v210l-96-30M408 57v180M360 147h96"
    />
    <path class="d-glow" d="M250 222L96 372h528L470 222z" />
    <g class="d-ink">
      <circle cx="150" cy="300" r="22" />
      <path d="M108 372c0-30 18-46 42-46s42 16 42 46z" />
      <circle cx="258" cy="312" r="24" />
      <path d="M212 384c0-32 20-50 46-50s46 18 46 50z" />
      <circle cx="372" cy="302" r="22" />
      <path d="M330 374c0-30 18-46 42-46s42 16 42 46z" />
      <circle cx="478" cy="314" r="25" />
      <path d="M430 388c0-34 21-52 48-52s48 18 48 52z" />
      <circle cx="586" cy="300" r="22" />
      <path d="M544 372c0-30 18-46 42-46s42 16 42 46z" />
    </g>
    <path class="d-line" d="M0 388h720" />
  </>
);

/** A street of houses with lit windows, and a road that leads home. */
const Street = () => (
  <>
    <circle class="d-light" cx="566" cy="96" r="46" />
    <path class="d-soft" d="M20 330V190l80-60 80 60v140zM410 330V150h130v180zM560 330V210l70-54 70 54v120z" />
    <path class="d-accent" d="M190 330V150l100-76 100 76v180z" />
    <path
      class="d-line"
      d="M20 330V190l80-60 80 60v140M190 330V150l100-76 100 76v180M410 330V150h130v180M560 330V210l70-54 70 54v120"
    />
    <g class="d-light">
      <path d="M70 210h60v50H70zM240 176h100v64H240zM432 176h36v36h-36zM482 176h36v36h-36zM432 232h36v36h-36zM606 236h48v44h-48z" />
    </g>
    <path class="d-card" d="M262 262h56v68h-56z" />
    <path class="d-ink" d="M482 232h36v36h-36z" />
    <path
      class="d-line"
      d="M70 210h60v50H70zM100 210v50M240 176h100v64H240zM290 176v64M240 208h100M262 262h56v68h-56zM606 236h48v44h-48zM630 236v44"
    />
    <path class="d-glow" d="M262 330h56l150 90H90z" />
    <path class="d-line" d="M0 330h720" />
    <g class="d-ink">
      <circle cx="300" cy="346" r="11" />
      <path d="M282 396l6-38h24l6 38z" />
      <circle cx="336" cy="356" r="8" />
      <path d="M324 396l4-30h16l4 30z" />
    </g>
  </>
);

/** Threads between windows far apart: what one learns, another uses. */
const Threads = () => (
  <>
    <path class="d-soft" d="M360 30a190 190 0 1 0 .1 0z" />
    <path
      class="d-line"
      d="M360 30a190 190 0 1 0 .1 0zM360 30c-70 60-70 320 0 380M360 30c70 60 70 320 0 380M176 170h368M176 270h368"
    />
    <path
      class="d-thread"
      d="M110 120C240 40 300 200 360 220S520 120 612 96M128 330c90 40 150-60 232-110s170 40 246 96M360 220c20 80 10 110 24 176"
    />
    <g class="d-card">
      <path d="M80 90h60v60H80zM582 66h60v60h-60zM98 300h60v60H98zM576 286h60v60h-60zM354 370h60v60h-60z" />
    </g>
    <path
      class="d-accent"
      d="M326 186h68v68h-68zM110 90l26-10v80l-26-10zM612 66l26-10v80l-26-10zM606 286l26-10v80l-26-10z"
    />
    <path
      class="d-line"
      d="M80 90h60v60H80zM110 90v60M582 66h60v60h-60zM612 66v60M98 300h60v60H98zM128 300v60M98 330h60M576 286h60v60h-60zM606 286v60M354 370h60v60h-60zM384 370v60M354 400h60"
    />
    <path class="d-hair" d="M360 186v68M326 220h68" />
  </>
);

/** Letters on their way through an open window. */
const Letters = () => (
  <>
    <path class="d-soft" d="M60 40h300v340H60z" />
    <path class="d-light" d="M210 40h150v340H210z" />
    <path class="d-accent" d="M210 40l110-36v412l-110-36z" />
    <path class="d-line" d="M60 40h300v340H60zM210 40v340M60 210h300M210 40l110-36v412l-110-36M265 22v376" />
    <g class="d-card">
      <path d="M390 250h120v78H390zM500 140h140v92H500zM430 356h90v58h-90z" />
    </g>
    <path
      class="d-line"
      d="M390 250h120v78H390zM390 250l60 44 60-44M500 140h140v92H500zM500 140l70 52 70-52M430 356h90v58h-90zM430 356l45 32 45-32"
    />
    <path class="d-thread" d="M330 300c40-10 40-10 60-6M360 210c60-50 90-50 140-40" />
  </>
);

/** One of the drawings that come with Casement, in the network's colours. It says nothing that the words do not. */
export function Drawn({ name }: { name: Drawing }) {
  return (
    <svg class="drawing" viewBox="0 0 720 440" aria-hidden="true">
      {name === 'screening' && <Screening />}
      {name === 'street' && <Street />}
      {name === 'threads' && <Threads />}
      {name === 'letters' && <Letters />}
    </svg>
  );
}
