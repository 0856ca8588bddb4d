//! Water, HJ 212-2017 table B.1 (HJ 525-2009). Units, formats and codes of 2005 where the table is at hand.

use super::{factor, Factor};
use crate::Unit::*;

/// Codes in order.
#[rustfmt::skip] // One line an entry, as in the table.
pub(super) const WATER: &[Factor] = &[
    factor("w00000", "污水流量").measured(LitrePerSecond).counted(CubicMetre).format(5, 2).before("B01"),
    factor("w01001", "pH").measured(Dimensionless).format(2, 2).before("001"),
    factor("w01002", "色度").measured(Degree).before("002"),
    factor("w01006", "溶解性总固体").measured(MilligramPerLitre).counted(Kilogram),
    factor("w01009", "溶解氧").measured(MilligramPerLitre),
    factor("w01010", "水温").measured(Celsius),
    factor("w01012", "悬浮物").measured(MilligramPerLitre).counted(Kilogram).before("003"),
    factor("w01014", "电导率").measured(MicrosiemensPerCentimetre),
    factor("w01017", "BOD5").measured(MilligramPerLitre).counted(Kilogram).before("010"),
    factor("w01018", "COD").measured(MilligramPerLitre).counted(Kilogram).format(5, 1).before("011"),
    factor("w01019", "高锰酸盐指数").measured(MilligramPerLitre).counted(Kilogram),
    factor("w01020", "TOC").measured(MilligramPerLitre).counted(Kilogram).before("015"),
    factor("w02003", "粪大肠菌群").measured(PiecePerLitre).before("550"),
    factor("w19002", "阴离子表面活性剂").measured(MilligramPerLitre).counted(Kilogram).before("520"),
    factor("w20089", "铊").measured(NanogramPerLitre).counted(Milligram).before("041"),
    factor("w20111", "总汞").measured(MicrogramPerLitre).counted(Gram).before("020"),
    factor("w20113", "烷基汞").measured(NanogramPerLitre).counted(Milligram).before("021"),
    factor("w20115", "总镉").measured(MicrogramPerLitre).counted(Gram).before("022"),
    factor("w20116", "总铬").measured(MilligramPerLitre).counted(Kilogram).before("023"),
    factor("w20117", "六价铬").measured(MicrogramPerLitre).counted(Gram).before("024"),
    factor("w20119", "总砷").measured(MicrogramPerLitre).counted(Gram).before("026"),
    factor("w20120", "总铅").measured(MicrogramPerLitre).counted(Gram).before("027"),
    factor("w20121", "总镍").measured(MilligramPerLitre).counted(Kilogram).before("028"),
    factor("w20122", "总铜").measured(MilligramPerLitre).counted(Kilogram).before("029"),
    factor("w20123", "总锌").measured(MilligramPerLitre).counted(Kilogram).before("030"),
    factor("w20124", "总锰").before("031"),
    factor("w20125", "总铁").before("032"),
    factor("w21001", "总氮").measured(MilligramPerLitre).counted(Kilogram).format(4, 2).before("065"),
    factor("w21003", "氨氮").measured(MilligramPerLitre).counted(Kilogram).format(4, 2).before("060"),
    factor("w21006", "亚硝酸盐").before("063"),
    factor("w21007", "硝酸盐").before("064"),
    factor("w21011", "总磷").measured(MilligramPerLitre).counted(Kilogram).format(3, 2).before("101"),
    factor("w21016", "氰化物").before("070"),
    factor("w21017", "氟化物").before("072"),
    factor("w21019", "硫化物").before("071"),
    factor("w21022", "氯化物").before("090"),
    factor("w21038", "硫酸盐"),
    factor("w22001", "石油类").measured(MilligramPerLitre).counted(Kilogram).before("080"),
    factor("w23002", "挥发酚").measured(MilligramPerLitre).counted(Kilogram).before("110"),
    factor("w25043", "苯并[a]芘").measured(MicrogramPerLitre).counted(Gram).before("540"),
];
